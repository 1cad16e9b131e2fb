"""Clusters: `tf.contrib.factorization`."""


def _trained(tf, steps=2, **options):
    points = tf.constant([[0.0, 0.1], [0.2, 0.0], [5.0, 5.1], [5.2, 5.0], [9.0, 0.0], [9.1, 0.2]])
    kmeans = tf.contrib.factorization.KMeans(inputs=points, num_clusters=3, **options)
    scores, places, _, initialized, init_op, train_op = kmeans.training_graph()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer(), {})
        session.run(init_op)
        for _ in range(steps):
            session.run(train_op)
        found = session.run([scores[0], places[0], initialized])
    return [tf.constant(value) for value in found]


def k_means(tf):
    return _trained(tf, distance_metric="cosine", use_mini_batch=True, random_seed=7)


def k_means_full_batch(tf):
    return _trained(tf, initial_clusters="kmeans_plus_plus", random_seed=7)


def k_means_steps(tf):  # not run: it counts and reads the counts in no order
    points = tf.placeholder(tf.float32, [None, 2])
    tf.contrib.factorization.KMeans(
        [points],
        3,
        "kmeans_plus_plus",
        use_mini_batch=True,
        mini_batch_steps_per_iteration=2,
        random_seed=3,
    ).training_graph()
