"""What other libraries dropped is there for a script, and for nobody else."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests import commands
from tf1_graphs.scripts import scipy_misc

ROOT = Path(__file__).parents[2]
# The public names of NumPy 1.18.5 that 2.4 lacks: `sorted(dir(numpy))` in both.
NUMPY_1 = (
    "AxisError ComplexWarning Inf Infinity MAXDIMS ModuleDeprecationWarning NAN NINF NZERO "
    "NaN PINF PZERO RankWarning TooHardError VisibleDeprecationWarning alen alltrue asfarray "
    "asscalar bool8 bytes0 cast cfloat clongfloat complex complex_ cumproduct disp "
    "find_common_type float float_ in1d infty int int0 issctype longcomplex longfloat mat "
    "math msort object object0 product round_ sctypes singlecomplex sometrue str str0 string_ "
    "sys trapz typeDict uint0 unicode unicode_ void0 warnings CLIP RAISE WRAP BUFSIZE "
    "ALLOW_THREADS tracemalloc_domain "
)
SCRIPT = """
import json, sys
import numpy as np
import scipy.misc
from scipy.misc import imresize
from scipy.sparse.linalg.eigen.arpack import eigsh
from sklearn.cross_validation import train_test_split
from sklearn.externals import joblib
from sklearn.datasets import fetch_california_housing
from PIL import Image
import urllib.request
import time, collections
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
import tensorflow as tf

three = np.array([3.5])
facts = {
    "names": [name for name in json.loads(sys.argv[1]) if not hasattr(np, name)],
    "format": ["%d" % three, "%s %.1f" % ("a", three), float(three), int(three)],
    "reshape": np.reshape(np.ones(4), newshape=(2, 2)).shape,
    "ragged": np.array([[1], [1, 2]]).dtype.kind,
    "bytes": len(np.ones(1).tostring()),
    "image": [Image.ANTIALIAS == Image.LANCZOS, imresize(np.zeros((4, 4, 3)), 50).shape],
    "eigsh": eigsh is scipy.sparse.linalg.eigsh,
    "python": [time.clock() >= 0, collections.Mapping.__name__],
}
plt.plot([1, 2])
plt.show()
try:
    urllib.request.urlretrieve("http://127.0.0.1:1/a.zip", "data/a.zip")
except OSError as error:
    facts["wanted"] = str(error)
print(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("script")
    (folder / "script.py").write_text(SCRIPT)
    names = json.dumps(NUMPY_1.split())
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tf1_graphs.scripts.execute",
            "script.py",
            names,
        ],
        cwd=folder,
        env={key: v for key, v in os.environ.items() if "DISPLAY" not in key}
        | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout), done.stderr


def test_names_and_meanings_of_old_libraries(run):
    facts = run[1]
    assert facts["names"] == []
    assert facts["format"] == ["3", "a 3.5", 3.5, 3]
    assert facts["reshape"] == [2, 2]
    assert facts["ragged"] == "O"
    assert facts["bytes"] == 8
    assert facts["eigsh"]
    assert facts["image"] == [True, [2, 2, 3]]
    assert facts["python"] == [True, "Mapping"]


def test_a_figure_that_cannot_be_shown_is_saved(run):
    assert "there is no display; the figure is in script-figure-1.png" in run[2]
    assert (run[0] / "script-figure-1.png").read_bytes()[1:4] == b"PNG"


def test_a_download_that_fails_says_what_is_wanted_and_where(run):
    assert "the script wants http://127.0.0.1:1/a.zip, which cannot be" in run[1]["wanted"]
    assert "put it at data/a.zip, if you have it" in run[1]["wanted"]


def test_files_of_mnist_are_served(tmp_path, real_data):
    code = (
        "import urllib.request\n"
        "url = 'http://yann.lecun.com/exdb/mnist/t10k-labels-idx1-ubyte.gz'\n"
        "urllib.request.urlretrieve(url, 'labels.gz')\n"
    )
    (tmp_path / "script.py").write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = ("-m", "tf1_graphs.scripts.execute", "script.py")
    commands.python(*arguments, cwd=tmp_path, env=environment).check_returncode()
    assert len(gzip.decompress((tmp_path / "labels.gz").read_bytes())) == 10008


def test_nobody_else_is_changed():
    assert not hasattr(np, "infty")


def test_pictures_of_scipy(tmp_path):
    """Values of SciPy 1.1.0's `bytescale` and `imresize`, worked out by hand."""
    levels = np.array([[0.0, 1.0], [0.5, 0.25]])
    assert scipy_misc.bytescale(levels).tolist() == [[0, 255], [128, 64]]
    scipy_misc.imsave(tmp_path / "a.png", levels)
    assert scipy_misc.imread(tmp_path / "a.png").tolist() == [[0, 255], [128, 64]]
    assert scipy_misc.imread(tmp_path / "a.png", flatten=True).dtype == np.float32
    assert scipy_misc.imresize(np.zeros((4, 6)), (2, 3), "nearest").shape == (2, 3)
    assert scipy_misc.imresize(np.zeros((4, 6, 3)), 0.5).shape == (2, 3, 3)
