"""Variables under the names that older versions of TensorFlow gave them."""

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.runs.checkpoint import restore_by_name
from tf1_graphs.runs.renaming import match, read_table
from tf1_graphs.tensorflow1 import new_graph, tf


@pytest.mark.parametrize(
    ("name", "other", "why"),
    [
        ("rnn/basic_lstm_cell/kernel", "RNN/BasicLSTMCell/Linear/Matrix", "before TensorFlow 1.0"),
        ("rnn/basic_lstm_cell/bias", "rnn/basic_lstm_cell/biases", "biases of TensorFlow 1.1"),
        (
            "rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel",
            "RNN/MultiRNNCell/Cell1/BasicLSTMCell/Linear/Matrix",
            "before TensorFlow 1.0",
        ),
        ("rnn/lstm_cell/kernel", "RNN/LSTMCell/W_0", "before TensorFlow 1.0"),
        ("rnn/lstm_cell/bias", "RNN/LSTMCell/B", "before TensorFlow 1.0"),
        ("rnn/lstm_cell/w_f_diag", "RNN/LSTMCell/W_F_diag", "before TensorFlow 1.0"),
        ("rnn/gru_cell/gates/kernel", "rnn/gru_cell/gates/weights", "weights of TensorFlow 1.1"),
        ("rnn/gru_cell/gates/kernel", "RNN/GRUCell/Gates/Linear/Matrix", "before TensorFlow 1.0"),
        (
            "bidirectional_rnn/fw/gru_cell/candidate/bias",
            "BiRNN/FW/GRUCell/Candidate/Linear/Bias",
            "before TensorFlow 1.0",
        ),
        ("dense_1/kernel/Adam", "fully_connected_1/weights/Adam", "contrib.layers to tf.layers"),
        ("conv2d/kernel", "Conv/weights", "contrib.layers to tf.layers"),
        ("batch_normalization/beta", "BatchNorm/beta", "contrib.layers to tf.layers"),
        ("w", "w/.ATTRIBUTES/VARIABLE_VALUE", "checkpoints of objects"),
    ],
)
def test_renamings_of_tensorflows_history(name, other, why):
    found, (told,) = match({name: (2, 3)}, {other: (2, 3), "else": (2, 3)})
    assert found == {name: other}
    assert told.startswith(f"{name} is {other} in the checkpoint (")
    assert why in told


def test_what_fits_by_its_name_is_taken_by_it():
    found, told = match({"a/kernel": (1,)}, {"a/kernel": (1,), "a/weights": (1,)})
    assert (found, told) == ({"a/kernel": "a/kernel"}, [])


def test_two_that_could_be_meant_are_not_guessed():
    found, _ = match(
        {"rnn/lstm_cell/kernel": (1,)}, {"RNN/LSTMCell/W_0": (1,), "rnn/lstm_cell/weights": (1,)}
    )
    assert found == {}
    assert match({"a/kernel": (1,)}, {"a/weights": (2,)})[0] == {}


def test_the_users_table(tmp_path):
    (tmp_path / "names").write_text("# of 2016\na = b\n\nc=d\n")
    table = read_table([str(tmp_path / "names"), "e=f"])
    assert table == {"a": "b", "c": "d", "e": "f"}
    assert match({"a": (1,)}, {"b": (1,)}, {"a": "b"}) == (
        {"a": "b"},
        ["a is b in the checkpoint (--rename)"],
    )
    (tmp_path / "names").write_text("a\n")
    for given, words in (
        ("nowhere", "is neither"),
        (str(tmp_path / "names"), "line 1: expected NAME=NAME, got 'a'"),
    ):
        with pytest.raises(InputError, match=words):
            read_table([given])
    for table, words in (
        ({"x": "b"}, "the graph has no variable x; it has a"),
        ({"a": "x"}, "the checkpoint has no variable x; b"),
        ({"a": "c"}, r"c has the shape \[2\] in the checkpoint, a \[1\] in the graph"),
    ):
        with pytest.raises(InputError, match=words):
            match({"a": (1,)}, {"b": (1,), "c": (2,)}, table)


def test_a_checkpoint_of_an_older_version_is_restored(tmp_path):
    with new_graph(1), tf.Session() as session:
        old = [
            tf.get_variable(name, (2,)) for name in ("fc/weights", "fc/weights/Adam", "fc/biases")
        ]
        session.run(tf.global_variables_initializer())
        saved = session.run(old)
        tf.train.Saver().save(session, str(tmp_path / "old"), write_meta_graph=False)
    told = []
    with new_graph(2), tf.Session() as session:
        new = [tf.get_variable(name, (2,)) for name in ("fc/kernel", "fc/kernel/Adam", "fc/bias")]
        restore_by_name(new, session, tmp_path / "old", say=told.append)
        assert np.array_equal(session.run(new), saved)
        assert len(told) == 3
        more = tf.get_variable("more", (3,))
        with pytest.raises(InputError, match=r"cannot be restored into this graph: it has no more"):
            restore_by_name([*new, more], session, tmp_path / "old", say=told.append)
        with pytest.raises(InputError, match="cannot be read"):
            restore_by_name(new, session, tmp_path / "nothing", say=told.append)
