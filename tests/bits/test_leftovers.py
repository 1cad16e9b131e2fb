"""Products that leave a single row or column, against 1.15.5 on a processor with AVX-512."""

import json
import os
from pathlib import Path

import pytest

from tests import commands
from tests.bits import leftovers
from tf1_graphs.tensorflow1.kernels import building

HERE = Path(__file__).parent
RECORDING = json.loads((HERE / "leftovers.tf1155.json").read_text())
RECORDED = {RECORDING["first cache"]: RECORDING["cases"]}
RECORDED |= {cache: RECORDING["cases"] | of for cache, of in RECORDING["others"].items()}
HERE_COMPUTED = """
import json
from tests.bits.leftovers import compute
from tests.bits.record import digest
from tf1_graphs import tf1
print(json.dumps({name: digest(value) for name, value in compute(tf1)}))
"""


@pytest.fixture(scope="module")
def computed():
    reason = building.cannot_build()
    if reason and not building.find():
        pytest.skip(reason)
    if not building.has_avx512() or leftovers.first_cache() not in RECORDED:
        pytest.skip(f"recorded with AVX-512 and a first cache of {', '.join(RECORDED)}")
    environment = os.environ | {"TF1_GRAPHS_ARITHMETIC": "tf1-intel"}
    environment.pop("TF_ENABLE_ONEDNN_OPTS", None)
    done = commands.python("-c", HERE_COMPUTED, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", RECORDING["cases"])
def test_bits_are_those_of_tensorflow_1_15_5(name, computed):
    assert computed[name] == RECORDED[leftovers.first_cache()][name]


def test_every_case_is_recorded(computed):
    assert computed.keys() == RECORDING["cases"].keys()
