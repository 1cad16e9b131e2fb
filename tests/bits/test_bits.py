"""Every recorded case against 1.15.5: `bits.tf1155.json`, by the arithmetic of its processor."""

import json
import os
from pathlib import Path

import pytest

from tests import commands
from tests.bits.leftovers import first_cache
from tests.bits.record import digest
from tests.once import once
from tf1_graphs.tensorflow1.kernels import building, tables

HERE = Path(__file__).parent
RECORDING = json.loads((HERE / "bits.tf1155.json").read_text())
RECORDED = RECORDING["cases"]
SOME_COMPUTED = """
import json, sys
from tests.bits.cases import compute
from tests.bits.record import digest
from tf1_graphs import tf1
print(json.dumps({name: digest(value) for name, value in compute(tf1, sys.argv[1:])}))
"""


@pytest.fixture(scope="module", autouse=True)
def library():
    reason = building.cannot_build()
    if reason and not building.find():
        pytest.skip(reason)
    return building.build()


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """All cases by arithmetic: their hashes, and what it depends on in the processor."""

    def make(folder):
        folder.mkdir()
        environment = dict(os.environ)
        environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
        arguments = ("-m", "tests.bits.here", folder, "tf1-amd", "tf1")
        done = commands.python(*arguments, env=environment)
        assert done.returncode == 0, done.stderr

    folder = once(tmp_path_factory, "bits", make)
    return {path.stem: json.loads(path.read_text()) for path in folder.iterdir()}


@pytest.fixture(scope="module")
def with_the_recordings_processor(computed):
    return computed["tf1-amd"][0]


# A product of more than 400 terms, which both versions cut by the size of the first cache.
CUT_BY_THE_CACHE = {"gradient of conv2d"}


@pytest.mark.parametrize("name", RECORDED)
def test_bits_are_those_of_tensorflow_1_15_5(name, with_the_recordings_processor):
    if name in CUT_BY_THE_CACHE and first_cache() != RECORDING["first cache"]:
        pytest.skip(f"recorded with a first cache of {RECORDING['first cache']}, this is another")
    assert with_the_recordings_processor[name] == RECORDED[name]


def test_tf1_has_the_bits_of_this_processor(computed):
    kinds = {f"{RECORDING['processor']}, first cache {RECORDING['first cache']}": {}}
    kinds |= RECORDING["others"]
    found, processor = computed["tf1"]
    if processor not in kinds:
        pytest.skip(f"nothing was recorded on a processor of {processor}")
    assert found == RECORDED | kinds[processor]


def test_the_table_is_that_of_the_recordings_processor():
    assert tables.fingerprint(tables.mantissas(tables.of("tf1-amd"))) == RECORDING["processor"]


def test_every_case_is_recorded(with_the_recordings_processor):
    assert with_the_recordings_processor.keys() == RECORDED.keys()


def test_without_the_kernels_other_bits_come_out():
    names = {"tanh float32", "sqrt float32", "adam, reference, 1003"}
    environment = os.environ | {"TF1_GRAPHS_ARITHMETIC": "native"}
    environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
    done = commands.python("-c", SOME_COMPUTED, *names, env=environment)
    assert done.returncode == 0, done.stderr
    native = json.loads(done.stdout)
    assert native.keys() == names
    assert not native.items() & RECORDED.items()


def test_a_nan_is_a_nan():
    assert digest(float("nan")) == digest(-float("nan")) != digest(0.0)
