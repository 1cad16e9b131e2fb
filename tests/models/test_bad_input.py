"""What cannot be used: one line each that says what is wrong, where, and what to do."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from tf1_graphs import exporting, inspection
from tf1_graphs.cli import main
from tf1_graphs.errors import InputError
from tf1_graphs.exporting.opening import opened
from tf1_graphs.tensorflow1 import new_graph, tf

HERE = Path(__file__).parent
MODEL = HERE / "tf1155" / "model.ckpt"


def refused(words, function, *arguments, **keywords):
    with pytest.raises(InputError, match=words) as raised:
        function(*arguments, **keywords)
    assert "\n" not in str(raised.value)


def silent(*_lines):
    pass


def test_ops_that_are_gone_are_looked_at_and_composed():
    held = dict(np.load(HERE / "gone.npz"))
    subject = inspection.load(HERE / "gone.meta")
    assert [node.op for node in subject.graph_def.node if node.name == "GatherTree"] == [
        "GatherTree"
    ]
    (note,) = subject.notes
    assert note.startswith("op PeriodicResample is not in this TensorFlow: 1 node (Perio")
    for output in ("beams", "sampled"):
        with opened(HERE / "gone.meta", outputs=[output], say=silent, feeds=["end=2"]) as model:
            feed = {name: held[name] for name in model.inputs}
            found = model.run(feed)[output]
        assert found.tobytes() == held[output].tobytes()


def test_an_op_that_is_gone_and_not_composed(tmp_path):
    words = r"needs ops .* not composed here: PeriodicResample \(PeriodicResample\); name outputs"
    refused(
        words, exporting.export, HERE / "gone.meta", tmp_path / "a.pb", say=silent,
        outputs=["resampled"],
    )  # fmt: skip


def test_a_script_imports_a_meta_file_with_ops_that_are_gone():
    held = dict(np.load(HERE / "gone.npz"))
    names = ("ids", "parents", "lengths", "end")
    with new_graph(), tf.Session() as session:
        tf.train.import_meta_graph(str(HERE / "gone.meta"))
        found = session.run("beams:0", {f"{name}:0": held[name] for name in names})
    assert found.tobytes() == held["beams"].tobytes()


def copied(tmp_path, source, *names):
    for name in names:
        shutil.copy(source / name, tmp_path / name)


def test_checkpoints_that_are_not_whole(tmp_path):
    bare = HERE / "tf1155" / "bare"
    copied(tmp_path, bare, "model.ckpt.index")
    refused("has no data file: put model.ckpt.data-0", inspection.load, tmp_path / "model.ckpt")
    data = (bare / "model.ckpt.data-00000-of-00001").read_bytes()
    (tmp_path / "model.ckpt.data-00000-of-00002").write_bytes(data)
    refused(
        "is not whole: model.ckpt.data-00001-of-00002 is missing; put all 2",
        inspection.load, tmp_path / "model.ckpt",
    )  # fmt: skip
    (tmp_path / "model.ckpt.data-00000-of-00002").rename(
        tmp_path / "model.ckpt.data-00000-of-00001"
    )
    (tmp_path / "model.ckpt.data-00000-of-00001").write_bytes(data[:500])
    subject = inspection.load(tmp_path)
    refused("is damaged at ", inspection.facts, subject, measure=True)
    index = (bare / "model.ckpt.index").read_bytes()
    (tmp_path / "model.ckpt.index").write_bytes(index[:-60])
    refused(
        "which is cut off or damaged, or not whole", inspection.load, tmp_path / "model.ckpt.index"
    )


def test_a_saved_model_that_is_not_whole(tmp_path):
    source = HERE / "tf1155" / "saved_model"
    content = (source / "saved_model.pb").read_bytes()
    (tmp_path / "saved_model.pb").write_bytes(content)
    refused("its variables/variables.index is missing", inspection.load, tmp_path)
    (tmp_path / "saved_model.pb").write_bytes(content[:-100])
    refused("saved_model.pb is cut off or damaged", inspection.load, tmp_path)
    (tmp_path / "saved_model.pb").write_bytes(b"\x08\x01")
    refused("saved_model.pb holds no graph", inspection.load, tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.tflite", b"\x20\0\0\0TFL3\0\0\xff\xff", "it is a TensorFlow Lite model"),
        ("a.h5", b"\x89HDF\r\n\x1a\n\xff", "it looks like an HDF5 file, .*model.export"),
        ("a.keras", b"PK\x03\x04\xff", "it looks like a ZIP archive, such as .keras"),
        ("a.npz", b"PK\x03\x04\xff", "is no .npz file of arrays"),
        ("a.pb", (HERE / "tf1155" / "frozen.pb").read_bytes()[:-3], "cut off or damaged"),
    ],
)
def test_files_that_are_something_else(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    refused(words, inspection.load, tmp_path / name)


def test_hostile_files(tmp_path):
    graph = tf.GraphDef()
    node = graph.node.add(name="huge", op="Const")
    node.attr["value"].tensor.dtype = 1
    node.attr["value"].tensor.tensor_shape.dim.add(size=2**50)
    node.attr["value"].tensor.float_val.append(1.0)
    node.attr["dtype"].type = 1
    (tmp_path / "huge.pb").write_bytes(graph.SerializeToString())
    refused(
        "the constant huge claims 1125899906842624 numbers", inspection.load, tmp_path / "huge.pb"
    )
    graph = tf.GraphDef()
    graph.node.add(name="/".join("a" * 5000), op="NoOp")
    (tmp_path / "deep.pb").write_bytes(graph.SerializeToString())
    refused("stands in 4999 scopes; graphs of up to 200", inspection.load, tmp_path / "deep.pb")
    text = (
        'node { name: "a" op: "b" attr { key: "k" value { ' + "list { func { attr { value { " * 900
    )
    (tmp_path / "deep.pbtxt").write_text(text)
    refused("is not a graph file: as text", inspection.load, tmp_path / "deep.pbtxt")
    graph = tf.GraphDef()
    graph.node.add(name="a", op="NoOp")
    graph.versions.min_consumer = 99999
    (tmp_path / "new.pb").write_bytes(graph.SerializeToString())
    refused(
        "it is of a newer one .it asks for graph version 99999",
        inspection.load,
        tmp_path / "new.pb",
    )


def training_without_default(folder, scope="net"):
    with new_graph(1), tf.Session() as session:
        X = tf.placeholder(tf.float32, (None, 3), name="X")
        training = tf.placeholder(tf.bool, (), name="training")
        with tf.variable_scope(scope):
            w = tf.get_variable("kernel", (3, 2))
            hidden = tf.cond(training, lambda: tf.matmul(X, w) * 2, lambda: tf.matmul(X, w))
        tf.nn.softmax(hidden, name="out")
        session.run(tf.global_variables_initializer())
        tf.train.Saver().save(session, str(folder / "model"))
    return folder / "model"


def test_a_placeholder_that_nobody_feeds(tmp_path):
    model = training_without_default(tmp_path)
    words = r"out depend on the placeholder training \(bool \[\]\), .*: give it a value, --feed tr"
    refused(words, exporting.export, model, tmp_path / "a.pb", say=silent)
    exporting.export(model, tmp_path / "a.pb", say=silent, feeds=["training=false"])
    ops = {node.op for node in inspection.load(tmp_path / "a.pb").graph_def.node}
    assert not ops & {"Switch", "Merge"}
    refused("--feed takes TENSOR=VALUE", exporting.export, model, tmp_path / "a.pb", feeds=["x"])
    refused(
        "training is true or false", exporting.export, model, tmp_path / "b.pb",
        feeds=["training=7"],
    )  # fmt: skip


def test_names_that_are_not_there(tmp_path):
    words = "--output-tensor logit: .* has no such tensor; alike are "
    refused(words, exporting.export, MODEL, tmp_path / "a.pb", outputs=["logit"], say=silent)
    refused("a target ends in .pb, ", exporting.export, MODEL, tmp_path / "a.zip")
    refused("there is no folder", exporting.export, MODEL, tmp_path / "no" / "a.pb")
    (tmp_path / "there").mkdir()
    refused("is there already", exporting.export, MODEL, tmp_path / "there", say=silent)


def test_renamed_variables(tmp_path):
    old = training_without_default(tmp_path, "net")
    with new_graph(1), tf.Session() as session:
        w = tf.get_variable("net/weights", (3, 2), initializer=tf.ones_initializer())
        session.run(w.initializer)
        tf.train.Saver().save(session, str(tmp_path / "old"), write_meta_graph=False)
    told = []
    feeds = ["training=false"]
    exporting.export(
        old, tmp_path / "w.npz", say=told.append, feeds=feeds, checkpoint=tmp_path / "old"
    )
    assert "net/kernel is net/weights in the checkpoint (weights of TensorFlow 1.1 and" in told[0]
    assert np.load(tmp_path / "w.npz")["net/kernel"].tolist() == [[1, 1], [1, 1], [1, 1]]
    with new_graph(1), tf.Session() as session:
        w = tf.get_variable("other", (3, 2), initializer=tf.zeros_initializer())
        session.run(w.initializer)
        tf.train.Saver().save(session, str(tmp_path / "new"), write_meta_graph=False)
    options = {"feeds": feeds, "checkpoint": tmp_path / "new", "say": silent}
    refused(
        r"has no values for 1 variable of .*: net/kernel \[3, 2\]; it has other \[3, 2\]: say whi",
        exporting.export, old, tmp_path / "v.npz", **options,
    )  # fmt: skip
    exporting.export(old, tmp_path / "v.npz", rename=["net/kernel=other"], **options)
    assert not np.load(tmp_path / "v.npz")["net/kernel"].any()
    refused(
        "the checkpoint has no variable nothing", exporting.export, old, tmp_path / "u.npz",
        rename=["net/kernel=nothing"], **options,
    )  # fmt: skip
    weights = inspection.against(inspection.load(tmp_path / "w.npz"), tmp_path / "old")
    assert weights.differences == [
        "variable net/kernel is named net/weights there, with the same values"
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], r"takes X \[None, 6, 6, 1\]: name a file of arrays"),
        (["no.npy"], "no.npy is no .npy file"),
        (["a.txt"], "data are .npz, .npy, .csv or images"),
        (["bad.csv"], "bad.csv, row 2: 'x' is no number"),
        (["short.csv"], r"X takes \['\?', 6, 6, 1\], got \[1, 3\]"),
        (["Z=short.csv"], "the model has no input Z; it has X"),
        (["a.png"], "a.png is no image"),
    ],
)
def test_data_that_do_not_fit(tmp_path, monkeypatch, data, words):
    monkeypatch.chdir(tmp_path)
    Path("bad.csv").write_text("a,b\n1,2\n1,x\n")
    Path("short.csv").write_text("1,2,3\n")
    Path("a.png").write_bytes(b"nothing")
    refused(words, exporting.predict, MODEL, data, say=silent)


def test_csv_and_images(tmp_path):
    from PIL import Image

    held = dict(np.load(HERE / "tf1155" / "expected.npz"))
    np.savetxt(tmp_path / "x.csv", held["images"].reshape(16, -1), fmt="%.9g", delimiter=",")
    runner = CliRunner()
    arguments = [
        "predict",
        str(MODEL),
        str(tmp_path / "x.csv"),
        "--output",
        str(tmp_path / "p.csv"),
    ]
    result = runner.invoke(main, arguments)
    assert result.exit_code == 0, result.output
    rows = (tmp_path / "p.csv").read_text().splitlines()
    assert rows[0].startswith("example,logits/BiasAdd[0],")
    assert len(rows) == 17
    # Written by TensorFlow 1.15.5 on a processor without AVX-512: the last bits are its own.
    assert np.float32(rows[1].split(",")[1]) == pytest.approx(held["logits"][0, 0], rel=1e-6)
    image = Image.fromarray(np.full((12, 12), 51, np.uint8))
    (tmp_path / "images").mkdir()
    image.save(tmp_path / "images" / "a.png")
    found = exporting.predict(MODEL, [str(tmp_path / "images")], say=silent)
    with opened(MODEL, say=silent) as model:
        grey = model.run({"X": np.full((1, 6, 6, 1), 0.2, np.float32)})
    assert found["probabilities"].tobytes() == grey["probabilities"].tobytes()
    result = runner.invoke(main, ["export", str(MODEL), str(tmp_path / "m.pb")])
    assert result.exit_code == 0
    assert (
        result.stdout.splitlines()[-1] == "  probabilities: equal, all 12 numbers to the last bit"
    )


def saved(folder, build):
    """Write a SavedModel of TensorFlow 1 whose signature is what `build` returns."""
    config = tf.ConfigProto(allow_soft_placement=True)
    with new_graph(1), tf.Session(config=config) as session:
        inputs, outputs, main_op = build(folder.parent)
        session.run([tf.global_variables_initializer(), tf.tables_initializer()])
        described = tf.saved_model.build_tensor_info
        signature = tf.saved_model.build_signature_def(
            {name: described(tensor) for name, tensor in inputs.items()},
            {name: described(tensor) for name, tensor in outputs.items()},
            tf.saved_model.PREDICT_METHOD_NAME,
        )
        builder = tf.saved_model.Builder(str(folder))
        builder.add_meta_graph_and_variables(
            session,
            ["serve"],
            {"serving_default": signature},
            main_op=main_op,
            assets_collection=tf.get_collection("asset_filepaths") or None,
        )
        builder.save()
    return folder


def with_vocabulary(folder):
    (folder / "words.txt").write_text("cat\ndog\n")
    path = tf.constant(str(folder / "words.txt"), name="vocabulary")
    tf.add_to_collection("asset_filepaths", path)
    table = tf.lookup.StaticHashTable(
        tf.lookup.TextFileInitializer(
            path, tf.string, tf.lookup.TextFileIndex.WHOLE_LINE,
            tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER,
        ),
        -1,
    )  # fmt: skip
    word = tf.placeholder(tf.string, (None,), name="word")
    return {"word": word}, {"number": table.lookup(word)}, tf.tables_initializer()


def test_assets_go_along(tmp_path):
    source = saved(tmp_path / "source", with_vocabulary)
    (tmp_path / "words.txt").unlink()  # only the SavedModel's own copy is left
    exporting.export(source, tmp_path / "again", say=silent)
    shutil.rmtree(source)
    assert (tmp_path / "again" / "assets" / "words.txt").read_text() == "cat\ndog\n"
    with opened(tmp_path / "again", say=silent) as model:
        found = model.run({"word": np.array(["dog", "cow", "cat"], object)})
    assert found["number"].tolist() == [1, -1, 0]


def counter(_folder):
    with tf.device("/device:GPU:7"):
        number = tf.get_variable("counter", initializer=3.0, use_resource=False)
    return {}, {"output": number._ref()}, None


@pytest.mark.parametrize("target", ["again", "again.pb", "again.npz"])
def test_an_output_without_inputs_that_is_a_variable_on_another_machines_device(tmp_path, target):
    source = saved(tmp_path / "source", counter)
    apart = exporting.export(source, tmp_path / target, say=silent)
    assert [row["differ"] for row in apart.values()] == [0]


def test_whole_numbers_that_nothing_reads_are_outputs(tmp_path):
    graph = tf.Graph()
    with graph.as_default():
        X = tf.placeholder(tf.float32, name="X")
        tf.argmax(tf.matmul(X, tf.ones((3, 2))), 1, name="predicted")
    (tmp_path / "a.pb").write_bytes(graph.as_graph_def().SerializeToString())
    refused(
        "MatMul: In.0. .*the graph does not say the shape of X: give arrays by --sample FILE.npz",
        exporting.export, tmp_path / "a.pb", tmp_path / "b.pb", say=silent,
    )  # fmt: skip
    np.savez(tmp_path / "x.npz", X=np.eye(3, dtype=np.float32))
    apart = exporting.export(
        tmp_path / "a.pb", tmp_path / "b.pb", sample=tmp_path / "x.npz", say=silent
    )
    assert (apart["predicted"]["differ"], apart["predicted"]["count"]) == (0, 3)
