"""What the kernels of signals take besides the recorded cases: other types, bad input, threads."""

from tests.tensorflow1.kernels.test_arithmetic import NEEDS_LIBRARY, run

TRANSFORMS = """
import numpy as np
from tf1_graphs.tensorflow1 import new_graph, tf
x = np.random.RandomState(0).uniform(-2, 2, (2, 3, 10))
def run(build, *values):
    with new_graph(), tf.Session() as session:
        fed = [tf.placeholder(value.dtype, value.shape) for value in values]
        try:
            return session.run(build(*fed), dict(zip(fed, values)))
        except tf.errors.InvalidArgumentError as error:
            return " ".join(str(error).split())
raw = tf.raw_ops
there = lambda v: raw.RFFT(input=v, fft_length=[10], Tcomplex=tf.complex128)
found = run(lambda v: raw.IRFFT(input=there(v), fft_length=[10], Treal=tf.float64), x)
print(found.dtype, np.abs(found - x).max() < 1e-12)
print(run(tf.spectral.rfft, x.astype("f")[:0]).shape)
print(run(lambda v: raw.RFFT(input=v, fft_length=[11]), x.astype("f")))
print(run(lambda v: tf.sign(v), x.astype("complex64")).dtype)
print(run(lambda v: v / v[:, :, 0:1], x.astype("complex64"))[1, 2, 0])
"""


@NEEDS_LIBRARY
def test_other_types_and_bad_input_are_todays():
    done = run(TRANSFORMS, TF1_GRAPHS_ARITHMETIC="tf1")
    doubles, empty, short, sign, one = done.stdout.splitlines() or [done.stderr] * 5
    assert doubles == "float64 True"
    assert empty == "(0, 3, 6)"
    assert "Input dimension 2 must have length of at least 11 but got: 10" in short
    assert (sign, one) == ("complex64", "(1+0j)")


CTC = """
import hashlib
import numpy as np
from tf1_graphs.tensorflow1 import new_graph, tf
x = np.random.RandomState(0).uniform(-3, 3, (200, 16, 30)).astype("f")
with new_graph():
    labels = tf.SparseTensor([[b, 0] for b in range(16)], list(range(16)), [16, 1])
    fed = tf.placeholder("float32", x.shape)
    loss = tf.nn.ctc_loss(labels, fed, [200] * 16)
    config = tf.ConfigProto(intra_op_parallelism_threads=THREADS)
    with tf.Session(config=config) as session:
        found = session.run([loss, tf.gradients(loss, fed)[0]], {fed: x})
        print(*(hashlib.sha256(value.tobytes()).hexdigest() for value in found))
        try:
            session.run(tf.nn.ctc_loss(labels, fed, [201] * 16), {fed: x})
        except tf.errors.InvalidArgumentError as error:
            print(" ".join(str(error).split()))
"""


@NEEDS_LIBRARY
def test_ctc_has_the_same_bits_on_several_threads_and_todays_errors():
    done = [run(CTC.replace("THREADS", str(n)), TF1_GRAPHS_ARITHMETIC="tf1") for n in (1, 4)]
    one, several = (each.stdout.splitlines() or each.stderr for each in done)
    assert one == several
    assert "sequence_length(0) <= 200" in one[1]
