"""Lookup tables."""

import tensorflow as tf

tf.set_random_seed(6)
words = tf.constant(["a", "b", "c"])
table = tf.contrib.lookup.index_table_from_tensor(words, default_value=-1)
query = tf.placeholder(tf.string, [None])
found = table.lookup(query)
count = tf.Variable(tf.zeros([], tf.int64))
add = count.assign_add(tf.reduce_sum(found))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(tf.tables_initializer())
    for i in range(20):
        print(sess.run([found, add], {query: ["a", "bcz"[i % 3]]}))
