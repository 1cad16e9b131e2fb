"""Two graphs and two sessions, used in turn, with ops of the same names."""

import tensorflow as tf

graphs = [tf.Graph(), tf.Graph()]
models = []
for seed, graph in enumerate(graphs):
    with graph.as_default():
        tf.set_random_seed(seed)
        w = tf.get_variable("w", [2], initializer=tf.zeros_initializer())
        step = w.assign_add(tf.random_normal([2], name="noise"))
        models.append((step, tf.global_variables_initializer()))
sessions = [tf.Session(graph=graph) for graph in graphs]
for sess, (_, init) in zip(sessions, models):
    sess.run(init)
for i in range(20):
    for sess, (step, _) in zip(sessions, models):
        print(i, sess.run(step))
for sess in sessions:
    sess.close()
