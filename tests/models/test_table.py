"""Files by format and age against verbs: inspect, against, predict, export; every cell tried.

The files were written by TensorFlow 1.4, 1.12 and 1.15.5 (`record.py`), with what each of them
computed; and by today's.
"""

from pathlib import Path

import numpy as np
import pytest

from tf1_graphs import exporting, inspection
from tf1_graphs.errors import InputError
from tf1_graphs.exporting.opening import opened
from tf1_graphs.tensorflow1 import tf

HERE = Path(__file__).parent
AGES = ("tf140", "tf1120", "tf1155")
GRAPHS = ("model.ckpt", "model.ckpt.meta", "saved_model", "frozen.pb", "frozen.pbtxt")
WEIGHTS = ("bare", "v1", "bare/model.ckpt", "v1/model.ckpt")


def expected(age):
    return dict(np.load(HERE / age / "expected.npz"))


def silent(*_lines):
    pass


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("file", [*GRAPHS, *WEIGHTS])
def test_inspect(age, file):
    subject = inspection.load(HERE / age / file)
    has_values = "frozen" not in file
    found = inspection.facts(subject, measure=has_values)
    shapes = {row["name"]: row["shape"] for row in found["variables"]}
    if has_values:
        assert shapes["conv/kernel"] == [3, 3, 1, 4]
        (kernel,) = (row for row in found["variables"] if row["name"] == "conv/kernel")
        assert kernel["values"]["stddev"] > 0.1
        assert found["parameters"]["slots"] or file == "saved_model"
    if file not in WEIGHTS:
        assert found["ops"] > 50
        total = found["costs"]["scopes"][0]
        # 6 × 6 × 4 outputs of 9 numbers, and three products.
        assert total["multiply_adds"] == 1296 + 36 * 8 + 8 * 8 + 8 * 3


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("file", GRAPHS)
def test_predict_says_what_that_tensorflow_said(age, file, tmp_path):
    held = expected(age)
    name = "images" if file == "saved_model" else "X"
    np.savez(tmp_path / "data.npz", **{name: held["images"]})
    found = exporting.predict(
        HERE / age / file, [str(tmp_path / "data.npz")], tmp_path / "p.npz", 5, say=silent
    )
    likely = next(array for key, array in found.items() if "probabilities" in key)
    assert np.abs(likely - held["probabilities"]).max() <= 2**-23
    assert np.load(tmp_path / "p.npz")["probabilities"].tobytes() == likely.tobytes()


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("file", ["model.ckpt", "saved_model", "frozen.pb", "rnn.ckpt"])
@pytest.mark.parametrize("target", ["folder", "out.pb", "out.pbtxt"])
def test_export_and_load_again(age, file, target, tmp_path):
    found = exporting.export(HERE / age / file, tmp_path / target, say=silent)
    for apart in found.values():
        # TensorFlow computes with a frozen graph's constants beforehand.
        assert (apart["ulps"] <= 2) if file == "frozen.pb" else (apart["differ"] == 0)
        assert apart["count"] > 0
    again = inspection.facts(inspection.load(tmp_path / target))
    assert not [row for row in again["variables"] if row["role"] == "slot"]
    assert "gradients" not in [scope["name"] for scope in again["scopes"]["scopes"]]


@pytest.mark.parametrize("age", AGES)
def test_export_of_weights(age, tmp_path):
    exporting.export(HERE / age / "model.ckpt", tmp_path / "w.npz", say=silent)
    comparison = inspection.against(
        inspection.load(tmp_path / "w.npz"), HERE / age / "bare" / "model.ckpt"
    )
    kinds = {row["how"] for row in comparison.weights}
    assert kinds == {"equal", "missing"}  # the optimizer's slots
    assert all("Momentum" in line for line in comparison.differences)


@pytest.mark.parametrize("age", AGES)
def test_against(age):
    here = inspection.load(HERE / age / "bare")
    assert inspection.against(here, HERE / age / "v1").differences == []
    assert inspection.against(here, HERE / age / "model.ckpt").differences == []
    other = AGES[AGES.index(age) - 1]
    lines = inspection.against(here, HERE / other / "bare").differences
    assert any(line.startswith("variable conv/kernel: 36 of 36 numbers differ") for line in lines)


@pytest.mark.parametrize("age", AGES)
def test_a_script_continues_what_was_left(age):
    """`import_meta_graph` in a graph of ours; 1.15.5's own file is refused by plain TensorFlow."""
    from tf1_graphs.tensorflow1 import new_graph

    held = expected(age)
    with new_graph(), tf.Session() as session:
        saver = tf.train.import_meta_graph(str(HERE / age / "model.ckpt.meta"))
        saver.restore(session, str(HERE / age / "model.ckpt"))
        before = session.run("loss:0", {"X:0": held["images"], "y:0": held["labels"]})
        feed = {"X:0": held["images"], "y:0": held["labels"], "training:0": True}
        for _ in range(5):
            session.run("Momentum", feed)
        after = session.run("loss:0", {"X:0": held["images"], "y:0": held["labels"]})
    assert np.isfinite(after)
    assert after != before


@pytest.mark.parametrize("file", WEIGHTS)
def test_weights_without_a_graph_are_not_run(file):
    with pytest.raises(InputError, match=r"has values, but no graph that could be run: put the .m"):
        exporting.predict(HERE / "tf1155" / file, [], say=silent)


@pytest.fixture(scope="module")
def of_today(tmp_path_factory):
    """A SavedModel of TensorFlow 2, made of functions."""
    folder = tmp_path_factory.mktemp("today") / "model"
    v2 = tf.compat.v2

    class Model(v2.Module):
        def __init__(self):
            self.w = v2.Variable([[1.0, 2.0], [3.0, 4.0]], name="w")

        @v2.function(input_signature=[v2.TensorSpec([None, 2], tf.float32, name="x")])
        def __call__(self, x):
            return {"y": tf.nn.relu(tf.matmul(x, self.w), name="layer/relu")}

    with tf.init_scope():
        if not tf.executing_eagerly():
            pytest.skip("this process is TensorFlow 1")
        model = Model()
        v2.saved_model.save(model, str(folder), signatures=model.__call__)
    return folder


@pytest.mark.parametrize("target", ["folder", "out.pb", "out.npz"])
def test_a_saved_model_of_today(of_today, tmp_path, target):
    found = inspection.facts(inspection.load(of_today), measure=True)
    assert found["signatures"]["serving_default"]["outputs"] == {"y": "StatefulPartitionedCall:0"}
    assert [row["values"]["mean"] for row in found["variables"]] == [2.5]
    assert found["costs"]["scopes"][0]["multiply_adds"] == 4
    apart = exporting.export(of_today, tmp_path / target, say=silent)
    assert [row["differ"] for row in apart.values()] == [0]


def test_onnx_and_tensorflow_lite_by_their_runtimes(tmp_path):
    pytest.importorskip("tf2onnx")
    pytest.importorskip("onnxruntime")
    held = expected("tf1155")
    np.save(tmp_path / "x.npy", held["images"])
    for target in (tmp_path / "m.onnx", tmp_path / "m.tflite"):
        apart = exporting.export(HERE / "tf1155" / "model.ckpt", target, say=silent)
        assert max(row["largest"] for row in apart.values()) < 1e-6
        found = exporting.predict(target, [str(tmp_path / "x.npy")], say=silent)
        assert np.abs(found["logits/BiasAdd"] - held["logits"]).max() < 1e-6
    target = tmp_path / "rnn.onnx"
    apart = exporting.export(
        HERE / "tf1155" / "rnn.ckpt", target, say=silent, outputs=["scores=logits/BiasAdd"]
    )
    assert list(apart) == ["scores"]
    assert apart["scores"]["largest"] < 1e-6


def test_a_recurrent_network_says_what_it_said():
    for age in AGES:
        held = expected(age)
        with opened(HERE / age / "rnn.ckpt", say=silent, outputs=["logits/BiasAdd"]) as model:
            found = model.run({"X": held["sequences"]})["logits/BiasAdd"]
        assert np.abs(found - held["rnn"]).max() < 1e-6
