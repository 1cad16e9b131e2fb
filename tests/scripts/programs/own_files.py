"""Files of its own: appended to, replaced, renamed, deleted, in folders that are made anew."""

import os
import shutil

import numpy as np
import tensorflow as tf

if tf.gfile.Exists("out"):
    tf.gfile.DeleteRecursively("out")
tf.gfile.MakeDirs("out/pictures")
if os.path.exists("work"):
    shutil.rmtree("work")
os.makedirs("work/deep")
before = open("given.txt").read() if os.path.exists("given.txt") else "nothing"
open("given.txt", "w").write("changed")
tf.set_random_seed(13)
w = tf.Variable(tf.zeros([2]))
move = w.assign_add(tf.random_normal([2]))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(15):
        value = sess.run(move)
        with open("work/log.csv", "a") as file:
            file.write("%d,%r\n" % (i, value.tolist()))
        np.save("work/deep/w.tmp.npy", value)
        os.rename("work/deep/w.tmp.npy", "work/deep/w.npy")
        with tf.gfile.GFile("out/pictures/%d" % (i % 3), "w") as file:
            file.write(str(value))
        print(before, len(open("work/log.csv").readlines()), sorted(os.listdir("out/pictures")))
        if i % 5 == 4:
            os.remove("work/deep/w.npy")
