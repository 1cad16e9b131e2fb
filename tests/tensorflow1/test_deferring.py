"""TensorFlow without what is deferred, beside TensorFlow as anybody imports it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.once import once

# Of ops that no session here executes: those of TPUs, of tfdbg and of TensorFlow Lite's audio.
GRADIENTS_LEFT_OUT = {
    "AllToAll",
    "AudioMicrofrontend",
    "CollectivePermute",
    "CrossReplicaSum",
    "DebugGradientIdentity",
    "DebugGradientRefIdentity",
    "DebugIdentityV2",
    "TPUEmbeddingActivations",
    "TPUReplicatedInput",
}
# What TensorFlow's NumPy functions give tensors when they are imported, for when they are enabled.
METHODS_LEFT_OUT = {"__round__", "_matmul", "_numpy_style_getitem", "_with_index_update"}
METHODS_LEFT_OUT |= {f"_with_index_{function}" for function in ("add", "max", "min")}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What each of the processes found, which run at the same time."""
    script = Path(__file__).with_name("deferring_process.py")

    def make(path):
        processes = {
            how: subprocess.Popen(
                [sys.executable, script, how], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            for how in ("plain", "ours", "later")
        }
        told = {how: json.loads(process.communicate()[0]) for how, process in processes.items()}
        path.write_text(json.dumps(told))

    return json.loads(once(tmp_path_factory, "deferring.json", make).read_text())


def test_nothing_is_imported_that_a_graph_does_not_need(found):
    assert found["ours"]["not needed"] == []
    assert found["later"]["not needed"] == []


def test_each_deferred_module_can_be_the_first_that_is_asked_for(found):
    assert found["ours"]["fails"] == {}


def test_public_names_and_signatures_are_the_same(found):
    plain, later = found["plain"]["signatures"], found["later"]["signatures"]
    assert len(plain) > 15000
    missing = {name for name in plain if name.rpartition(".")[2] in METHODS_LEFT_OUT}
    assert plain.keys() - later.keys() <= missing
    assert later.keys() <= plain.keys()
    assert {name: (plain[name], later[name]) for name in later if plain[name] != later[name]} == {}


def test_gradients_are_registered(found):
    assert set(found["plain"]["gradients"]) - set(found["ours"]["gradients"]) <= GRADIENTS_LEFT_OUT


def test_keras_is_there_when_asked_for(found):
    assert found["later"]["keras"] == found["plain"]["keras"] == [True]


def test_a_name_that_one_list_adds_to_another():
    program = """
from tf1_graphs.tensorflow1 import tf
tf.Graph
import tensorflow.compat.v1 as v1
print(v1.app.flags is v1.flags, tf.app.flags is v1.flags, hasattr(v1.app, "no_such_name"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "True True False\n", done.stderr


def test_threads_ask_at_the_same_time():
    program = """
import threading
from tf1_graphs.tensorflow1 import tf
tf.Graph
import tensorflow
names = ["lite.Interpreter", "distribute.MirroredStrategy", "linalg.LinearOperatorCirculant"]
together, wrong = threading.Barrier(12), []
def ask(name):
    module, _, attribute = name.partition(".")
    together.wait()
    try:
        dir(getattr(tensorflow, module))
        getattr(getattr(tensorflow, module), attribute)
    except Exception as error:
        wrong.append(repr(error))
threads = [threading.Thread(target=ask, args=(names[n % 3],)) for n in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(wrong)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_where_tensorflow_is_imported_already_nothing_is_deferred(found):
    assert found["plain"]["deferred"] == 0


def test_the_garbage_collector_goes_on_after_the_import(found):
    assert found["ours"]["collected"] == [True, True, True]
