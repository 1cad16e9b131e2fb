"""Every public name of 1.15.5 is TensorFlow's own, rebuilt, or missing with a reason."""

import json
from pathlib import Path

import pytest

from tests import commands

HERE = Path(__file__).parent
NAMES = (HERE / "recordings" / "names.txt").read_text().split()
CODE = """
import json, sys, types
from pathlib import Path
from tf1_graphs import tf1 as tf
from tf1_graphs.scripts import names
from tf1_graphs.tf1.namespace import resolve

sorts = {name: names.classify(name)[1:] for name in Path(sys.argv[1]).read_text().split()}


def hides(name):
    # Whether what stands under a name is a module's own import, and not TensorFlow's.
    parent, _, last = name.rpartition(".")
    try:
        module = resolve(parent)
    except AttributeError:
        return False
    is_ours = isinstance(module, types.ModuleType) and module.__name__.startswith("tf1_graphs")
    own = vars(module) if is_ours else {}
    if last not in own or last in own.get("__all__", ()) or hasattr(module, "native"):
        return False
    if getattr(own[last], "__name__", "") == f"{module.__name__}.{last}":
        return False
    value = own.pop(last)
    return getattr(module, last, None) is not value  # what it was asked for before, it keeps


shadowed = [name for name in sorts if name != "tf" and hides(name)]
print(json.dumps([sorts, shadowed]))
"""


@pytest.fixture(scope="module")
def walked():
    done = commands.python("-c", CODE, HERE / "recordings" / "names.txt")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_is_native_rebuilt_or_missing_with_a_reason(walked):
    sorts, _ = walked
    assert sorts.keys() == set(NAMES)
    other = {
        name: found
        for name, found in sorts.items()
        if found[0] not in ("native", "rebuilt", "missing")
        or (found[0] == "missing") != bool(found[1])
    }
    assert other == {}
    unexplained = [name for name, found in sorts.items() if "neither tf1_graphs nor" in found[1]]
    unexplained += [name for name, found in sorts.items() if found[1].startswith("did you mean")]
    assert unexplained == []


def test_what_a_module_imports_for_itself_hides_no_name(walked):
    assert walked[1] == []


IMPORTS = """
import tensorflow.compat.v1 as tf
from tensorflow.compat.v1 import placeholder, nn
from tensorflow.compat import v1
import tensorflow.compat.v1.nn as nn_too
import tensorflow.compat
import importlib
import tensorflow.python.framework.ops as ops_too
from tensorflow.python.framework import ops
from tensorflow.python.ops.rnn_cell import LSTMCell
from tensorflow.python.ops import rnn_cell_impl, array_ops, math_ops
from tensorflow.python.ops import signal, spectral_ops
from tensorflow.python.ops.signal import shape_ops
from tensorflow.contrib.signal.python.ops import shape_ops as contrib_shape_ops
from tensorflow.core.framework import summary_pb2
from tensorflow.python import pywrap_tensorflow, debug
import tensorflow as plain

tf.disable_v2_behavior()
assert tf is v1 is plain is tensorflow.compat.v1 is plain.compat.v1.compat.v1
assert tf is importlib.import_module("tensorflow.compat.v1")
assert nn is nn_too is plain.nn and placeholder is plain.placeholder
assert tensorflow.compat.as_str(b"a") == tf.compat.as_text("a") == "a"
assert plain.compat.v2.Variable is not plain.Variable
assert tf.__version__ == tf.VERSION == tf.version.VERSION == plain.version.VERSION == "1.15.5"
assert tf.__git_version__ == tf.version.GIT_VERSION and tf.__compiler_version__
assert ops is ops_too and ops.reset_default_graph is tf.reset_default_graph
assert LSTMCell is rnn_cell_impl.LSTMCell is tf.nn.rnn_cell.LSTMCell
assert signal.mel_ops.linear_to_mel_weight_matrix is tf.signal.linear_to_mel_weight_matrix
assert shape_ops.frame is contrib_shape_ops.frame is tf.signal.frame is tf.contrib.signal.frame
assert spectral_ops.rfft is signal.fft_ops.rfft is tf.spectral.rfft is tf.signal.rfft
assert array_ops.ones is tf.ones and issubclass(tf.Tensor, ops.Tensor)
assert summary_pb2.Summary is tf.Summary
assert pywrap_tensorflow.NewCheckpointReader is tf.train.NewCheckpointReader
assert importlib.import_module("tensorflow.python.util.nest").flatten([1, [2]]) == [1, 2]
try:
    from tensorflow.python.estimator.canned.hed import _Head
except ImportError as error:
    print(error)
try:
    ops.get_default_grph
except AttributeError as error:
    print(error)
"""


def test_compat_v1_and_private_modules_under_every_form_of_import(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(IMPORTS)
    done = commands.python("-m", "tf1_graphs.scripts.execute", script)
    assert done.returncode == 0, done.stderr
    estimator, suggestion = done.stdout.splitlines()
    assert estimator.startswith("tf.python.estimator.canned.hed is not supported")
    assert suggestion == (
        "tf.python.framework.ops.get_default_grph is not supported: "
        "today's TensorFlow has no such private name; "
        "use the public one, tf.reset_default_graph …; "
        "did you mean tf.python.framework.ops.get_default_graph?"
    )


def test_everything_is_imported(tmp_path):
    code = """
import sys
from tensorflow.python.ops.rnn_cell import *
from tensorflow.contrib.layers import *
from tensorflow import *
found = [RNNCell, BasicLSTMCell, fully_connected, xavier_initializer, placeholder, nn.relu, print]
sys.stdout.write(" ".join(value.__name__ for value in found))
"""
    (tmp_path / "script.py").write_text(code)
    done = commands.python("-m", "tf1_graphs.scripts.execute", tmp_path / "script.py")
    expected = "RNNCell BasicLSTMCell fully_connected xavier_initializer placeholder relu print_v2"
    assert done.stdout == expected, done.stderr


def test_the_drop_in_is_imported_by_its_own_names(tmp_path):
    code = """
from tf1_graphs.tf1.compat import v1
import tf1_graphs.tf1.compat.v1 as tf
import tf1_graphs.tf1.python.framework.ops as ops
from tf1_graphs.tf1.math import sin
from tf1_graphs import tf1
assert v1 is tf is tf1 and ops is tf.python.framework.ops and sin is tf.math.sin
assert tf1.__spec__.name == "tf1_graphs.tf1"
"""
    done = commands.python("-c", code)
    assert done.returncode == 0, done.stderr
