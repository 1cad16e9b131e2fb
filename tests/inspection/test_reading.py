import shutil

import pytest
from google.protobuf import text_format

from tests.inspection.subjects import MOONS_META, ONE_MORE, RECORDING, REFERENCE, TF1_EVENTS
from tf1_graphs.errors import InputError
from tf1_graphs.inspection import facts, load
from tf1_graphs.tensorflow1 import tf

EVENTS = TF1_EVENTS.read_bytes()


def meta_graph():
    return tf.MetaGraphDef.FromString(MOONS_META.read_bytes())


def test_a_meta_file():
    subject = load(MOONS_META)
    assert len(subject.graph_def.node) == 234
    assert subject.graph_def.node[0].name == "input/X"
    assert subject.collections["trainable_variables"][0] == "fc1/kernel:0"
    assert subject.collections["summaries"] == ["loss/loss_1:0"]
    assert subject.notes == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [("a.meta", meta_graph()), ("a.pb", meta_graph().graph_def), ("content", meta_graph())],
)
@pytest.mark.parametrize("as_text", [False, True])
def test_the_content_says_what_it_is(tmp_path, name, message, as_text):
    content = text_format.MessageToString(message).encode() if as_text else None
    path = tmp_path / name
    path.write_bytes(content or message.SerializeToString())
    assert [n.name for n in load(path).graph_def.node] == [
        n.name for n in load(MOONS_META).graph_def.node
    ]


def test_attributes_that_tensorflow_1_did_not_know_get_their_defaults():
    subject = load(ONE_MORE)
    (product,) = (node for node in subject.graph_def.node if node.name == "logits/MatMul")
    assert product.attr["grad_a"].b is False
    assert subject.graph.get_tensor_by_name("logits/MatMul:0").shape[1] == 10


def test_an_event_file_of_tensorflow_1():
    subject = load(TF1_EVENTS)
    assert len(subject.graph_def.node) == 252
    assert subject.collections["losses"] == ["sparse_softmax_cross_entropy_loss/value:0"]


def test_a_folder_with_event_files(tmp_path):
    (tmp_path / "train").mkdir()
    shutil.copy(TF1_EVENTS, tmp_path / "train")
    # The newest has no graph.
    newest = tmp_path / "events.out.tfevents.2.here"
    with tf.io.TFRecordWriter(str(newest)) as writer:
        writer.write(tf.Event(file_version="brain.Event:2").SerializeToString())
    subject = load(tmp_path)
    assert subject.title == str(tmp_path / "train" / TF1_EVENTS.name)
    assert subject.notes == ("the newest graph of 2 event files",)
    shutil.rmtree(tmp_path / "train")
    with pytest.raises(InputError, match=r"no graph in its event files \(1\)"):
        load(tmp_path)
    with pytest.raises(InputError, match=r"is an event file without a graph; .*FileWriter"):
        load(newest)


def test_a_folder_with_one_graph_file():
    assert load(MOONS_META.parent).title == str(MOONS_META)


def test_a_truncated_event_file_is_used_up_to_the_cut(tmp_path):
    path = tmp_path / "events.out.tfevents.1.cut"
    path.write_bytes(EVENTS[:-5])
    subject = load(path)
    assert len(subject.graph_def.node) == 252
    (note,) = subject.notes
    assert note.startswith("the event file is cut off or damaged (truncated record at ")


def test_an_event_file_that_is_cut_off_in_its_graph(tmp_path):
    path = tmp_path / "events.out.tfevents.1.cut"
    path.write_bytes(EVENTS[:1000])
    with pytest.raises(InputError, match="without a graph before the place where it is cut off"):
        load(path)
    path.write_bytes(EVENTS[:10])
    with pytest.raises(InputError, match="is not an event file: its first record is damaged"):
        load(path)


def test_a_damaged_event_file(tmp_path):
    path = tmp_path / "events.out.tfevents.1.damaged"
    damaged = bytearray(EVENTS)
    damaged[-3] ^= 255
    path.write_bytes(damaged)
    (note,) = load(path).notes
    assert "cut off or damaged (corrupted record at " in note


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pb", b"", "is empty"),
        ("a.meta", MOONS_META.read_bytes()[:-7], "it is cut off or damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "it looks like a PNG picture"),
        ("a.npz", b"PK\x03\x04\xff", "is no .npz file of arrays"),
        ("a.h5", b"\x89HDF\r\n", "it looks like an HDF5 file"),
        ("a.pbtxt", b"import tensorflow as tf\n", "it looks like text that begins 'import tens"),
        ("a.pbtxt", b'node {\n  name: "a"\n  oop: "b"\n}\n', "as text, 3:3 : .*oop"),
        ("a.pbtxt", b'node {\n  name: "a"\n}\n', "a node in it has no name or no op"),
        ("a", b" \n", "it looks like text that begins ''"),
        ("a.json", b"[1]", "it looks like JSON of another kind"),
        ("a.ipynb", b'{"cells": []}', "it looks like a Jupyter notebook"),
        ("saved_model.pb", b"\x08\x01\x12\x03\x12\x01\xff", "is cut off or damaged"),
    ],
)
def test_files_that_are_no_graph(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as raised:
        load(path)
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (REFERENCE / "nothing.meta", "no such file or folder"),
        (REFERENCE, "is no run directory, no SavedModel, and has no event files, no checkpoint"),
        (RECORDING, "a JSON recording, which `inspect NAME --against FILE` compares with"),
    ],
)
def test_files_that_are_mistaken_for_a_graph(path, words):
    with pytest.raises(InputError, match=words):
        load(path)


def test_a_graph_that_was_cut_out_of_another(tmp_path):
    meta = meta_graph()
    outputs = [node for node in meta.graph_def.node if node.name.startswith(("eval", "train/Adam"))]
    meta.collection_def["update_ops"].node_list.value.append("gone/AssignSub")
    for node in outputs:
        meta.graph_def.node.remove(node)
    path = tmp_path / "cut.meta"
    path.write_bytes(meta.SerializeToString())
    found = facts(load(path))
    assert found["collections"]["train_op"] == ["train/Adam"]
    assert "training op" not in [row["as"] for row in found["outputs"]]


def test_a_damaged_collection(tmp_path):
    meta = meta_graph()
    meta.collection_def["variables"].bytes_list.value[0] = b"\xff"
    path = tmp_path / "a.meta"
    path.write_bytes(meta.SerializeToString())
    with pytest.raises(InputError, match=r"cannot build that graph: .*VariableDef"):
        load(path)


def test_a_folder_with_several_graph_files(tmp_path):
    for name in ("a.meta", "b.meta"):
        shutil.copy(MOONS_META, tmp_path / name)
    with pytest.raises(InputError, match=r"has several graph files; name one: a.meta, b.meta"):
        load(tmp_path)


@pytest.mark.parametrize("suffix", ["index", "data-00000-of-00001"])
def test_a_file_of_a_checkpoint_stands_for_it(suffix):
    subject = load(MOONS_META.with_name(f"model.ckpt.{suffix}"))
    assert subject.title == str(MOONS_META)
    assert subject.values.shapes["fc1/kernel"] == (2, 6)


def test_an_op_of_another_program(tmp_path):
    path = tmp_path / "a.pbtxt"
    path.write_text(
        'node { name: "x" op: "Placeholder" attr { key: "dtype" value { type: DT_INT64 } } } '
        'node { name: "a" op: "TheirOwn" input: "x" } '
        'node { name: "b" op: "Square" input: "a:1" attr { key: "T" value { type: DT_INT32 } } }'
    )
    subject = load(path)
    operation = subject.graph.get_operation_by_name("a")
    assert operation.type == "TheirOwn"
    assert [tensor.dtype for tensor in operation.inputs] == [tf.int64]
    assert operation.outputs[1].dtype == tf.int32
    assert dict(subject.missing) == {"TheirOwn": ["a"]}
    assert subject.notes == (
        "op TheirOwn is not in this TensorFlow: 1 node (a) can be looked at, but not run",
    )
