"""The tutorials' MNIST reader, on four small files."""

# ruff: noqa - old code, as it is found

import gzip
import os
import struct
import tempfile

import numpy as np
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

os.chdir(tempfile.mkdtemp())
os.mkdir("MNIST_data")
rng = np.random.RandomState(0)
for name, count in (("train", 50), ("t10k", 12)):
    pixels = rng.randint(256, size=count * 784).astype(np.uint8)
    classes = rng.randint(10, size=count).astype(np.uint8)
    with gzip.open("MNIST_data/" + name + "-images-idx3-ubyte.gz", "wb") as file:
        file.write(struct.pack(">IIII", 2051, count, 28, 28) + pixels.tobytes())
    with gzip.open("MNIST_data/" + name + "-labels-idx1-ubyte.gz", "wb") as file:
        file.write(struct.pack(">II", 2049, count) + classes.tobytes())


def show(dataset, batch_size):
    for _ in range(5):
        images, labels = dataset.next_batch(batch_size)
        print(images.shape, images.dtype, "%.4f" % images[0].sum(), labels.tolist())
    print(dataset.num_examples, dataset.epochs_completed)


tf.set_random_seed(42)
mnist = input_data.read_data_sets("MNIST_data", validation_size=10)
show(mnist.train, 16)
show(mnist.validation, 3)
show(mnist.test, 5)
print(np.random.rand())
mnist = input_data.read_data_sets("MNIST_data/", one_hot=True, validation_size=0, seed=7)
images, labels = mnist.train.next_batch(3, shuffle=False)
print("%.4f" % images.sum(), labels)
mnist = input_data.read_data_sets(
    "MNIST_data", dtype=tf.uint8, reshape=False, validation_size=5, seed=3
)
images, labels = mnist.test.next_batch(4)
print(images.shape, images.dtype, images.sum(), labels)
