"""Clusters: `tf.contrib.factorization`."""


def _points(tf):
    return tf.constant([[0.0, 0.1], [0.2, 0.0], [5.0, 5.1], [5.2, 5.0], [9.0, 0.0], [9.1, 0.2]])


def _trained(tf, **options):
    kmeans = tf.contrib.factorization.KMeans(_points(tf), num_clusters=3, **options)
    scores, places, _, initialized, init_op, train_op = kmeans.training_graph()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer(), {})
        session.run(init_op)
        for _ in range(2):
            session.run(train_op)
        found = session.run([scores[0], places[0], initialized])
    return [tf.constant(value) for value in found]


def k_means(tf):
    return _trained(tf, initial_clusters="kmeans_plus_plus", random_seed=7)


def k_means_cosine(tf):
    points = _points(tf)
    start = tf.stack([points[1], points[2], points[4]])
    return _trained(tf, initial_clusters=start, distance_metric="cosine")


# With mini-batches, counts are read and added to in no order: their graphs are not run.


def k_means_mini_batch(tf):
    options = {"distance_metric": "cosine", "use_mini_batch": True, "random_seed": 7}
    tf.contrib.factorization.KMeans(inputs=_points(tf), num_clusters=3, **options).training_graph()


def k_means_steps(tf):
    points = tf.placeholder(tf.float32, [None, 2])
    options = {"use_mini_batch": True, "mini_batch_steps_per_iteration": 2, "random_seed": 3}
    kmeans = tf.contrib.factorization.KMeans([points], 3, "kmeans_plus_plus", **options)
    kmeans.training_graph()
