"""Every recorded case against 1.15.5: `bits.tf1155.json`, by the arithmetic of its processor."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bits.leftovers import first_cache
from tests.bits.record import digest
from tf1_graphs.tensorflow1.kernels import building, tables

HERE = Path(__file__).parent
RECORDING = json.loads((HERE / "bits.tf1155.json").read_text())
RECORDED = RECORDING["cases"]
HERE_COMPUTED = """
import json, sys
from tests.bits.cases import compute
from tests.bits.record import digest
from tf1_graphs import tf1
from tf1_graphs.tensorflow1 import kernels
cases = {name: digest(value) for name, value in compute(tf1, sys.argv[1:])}
print(json.dumps([cases, kernels.processor()]))
"""


@pytest.fixture(scope="module", autouse=True)
def library():
    reason = building.cannot_build()
    if reason and not building.find():
        pytest.skip(reason)
    return building.build()


def computed(arithmetic, *names):
    """Compute all cases or some in a process with an arithmetic.

    Returns:
        Their hashes by name, and what the arithmetic depends on in the processor.
    """
    environment = os.environ | {"TF1_GRAPHS_ARITHMETIC": arithmetic}
    environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
    done = subprocess.run(
        [sys.executable, "-c", HERE_COMPUTED, *names],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=HERE.parent.parent,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def with_the_recordings_processor():
    return computed("tf1-amd")[0]


# A product of more than 400 terms, which both versions cut by the size of the first cache.
CUT_BY_THE_CACHE = {"gradient of conv2d"}


@pytest.mark.parametrize("name", RECORDED)
def test_bits_are_those_of_tensorflow_1_15_5(name, with_the_recordings_processor):
    if name in CUT_BY_THE_CACHE and first_cache() != RECORDING["first cache"]:
        pytest.skip(f"recorded with a first cache of {RECORDING['first cache']}, this is another")
    assert with_the_recordings_processor[name] == RECORDED[name]


def test_tf1_has_the_bits_of_this_processor():
    kinds = {f"{RECORDING['processor']}, first cache {RECORDING['first cache']}": {}}
    kinds |= RECORDING["others"]
    found, processor = computed("tf1")
    if processor not in kinds:
        pytest.skip(f"nothing was recorded on a processor of {processor}")
    assert found == RECORDED | kinds[processor]


def test_the_table_is_that_of_the_recordings_processor():
    assert tables.fingerprint(tables.mantissas(tables.of("tf1-amd"))) == RECORDING["processor"]


def test_every_case_is_recorded(with_the_recordings_processor):
    assert with_the_recordings_processor.keys() == RECORDED.keys()


def test_without_the_kernels_other_bits_come_out():
    names = {"tanh float32", "sqrt float32", "adam, reference, 1003"}
    native, _ = computed("native", *names)
    assert native.keys() == names
    assert not native.items() & RECORDED.items()


def test_a_nan_is_a_nan():
    assert digest(float("nan")) == digest(-float("nan")) != digest(0.0)
