"""Examines versions, processor, threads, device, canary, data sets and packages."""

import importlib.metadata
import json
import os
import platform
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from tf1_graphs import datasets, numpy1
from tf1_graphs.errors import InputError
from tf1_graphs.runs import manifest
from tf1_graphs.tensorflow1 import kernels

PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: of the thing.
        found: what it is here.
        as_tested: whether it is as in the tests; what is merely absent or chosen counts as that.
        means: what it means for the digits.
    """

    name: str
    found: str
    as_tested: bool
    means: str


def line(finding):
    """Return a finding as one line; what is not as tested begins with an exclamation mark."""
    return f"{' ' if finding.as_tested else '!'} {finding.name}: {finding.found} ({finding.means})"


def examine():
    """Return the list of `Finding`s."""
    return [
        *_versions(),
        _processor(),
        _numpy(),
        _threads(),
        _onednn(),
        *_tensorflow(),
        _arithmetic(),
        *_data(),
        *_packages(),
    ]


def _versions():
    found = manifest.versions()
    python = found.pop("python")
    tested = ".".join(python.split(".")[:2]) in PYTHONS
    means = "no digits depend on it" if tested else f"tested: {', '.join(PYTHONS)}"
    yield Finding("Python", python, tested, means)
    for package, version in found.items():
        if package != "tensorflow":
            yield Finding(package, version, True, "named in each run's run.json")


def _processor():
    name = platform.processor() or platform.machine()
    flags = set()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        facts = dict(
            [part.strip() for part in row.split(":", 1)]
            for row in cpuinfo.read_text().splitlines()
            if ":" in row
        )
        name, flags = facts.get("model name", name), set(facts.get("flags", "").split())
    tested = platform.machine() == "x86_64" and {"avx2", "fma"} <= flags
    means = "last bits differ between makers of processors, printed digits seldom"
    if not tested:
        means = "tested: x86-64 with AVX2 and FMA; elsewhere other last bits, so other digits"
    return Finding("processor", f"{name}, {platform.machine()}", tested, means)


def _numpy():
    given = numpy1.given()
    found = "the C library's functions" if given else "vector code of its own"
    means = (
        f"NumPy 1's bits need the former: `tf1-graphs` asks for it by {numpy1.ENVIRONMENT_VARIABLE}"
    )
    return Finding("NumPy's exp, sin, power", found, given, means)


def _threads():
    means = "a run uses 1 unless --threads says otherwise; its last bits depend on the number"
    return Finding("threads", f"{os.cpu_count()} cores", True, means)


def _onednn():
    chosen = os.environ.get("TF_ENABLE_ONEDNN_OPTS")
    unset = "TensorFlow's default; off in scripts, and with TensorFlow 1's arithmetic"
    found = {None: unset, "0": "off"}.get(chosen, "on, so TensorFlow 1's arithmetic is not used")
    means = "it adds in another order: other last bits; article 002 prints the same both ways"
    return Finding("oneDNN", found, True, means)


def _tensorflow():
    """Return what the process that loads TensorFlow found."""
    done = subprocess.run(
        [sys.executable, "-m", "tf1_graphs.doctor.process"], capture_output=True, text=True
    )
    if done.returncode:
        yield Finding("TensorFlow", f"does not load: {_failure(done)}", False, "nothing can run")
        return
    facts = json.loads(done.stdout.splitlines()[-1])
    tested = facts["version"] in facts["tested"]
    means = "tested" if tested else f"tested: {', '.join(facts['tested'])}; the canary decides"
    yield Finding("TensorFlow", facts["version"], tested, means)
    difference = facts["canary"]
    means = "graphs and digits may be others" if difference else "a small graph is TensorFlow 1's"
    yield Finding("canary", difference or "equal", difference is None, means)
    gpus = len(facts["gpus"])
    found = f"{facts['device']}; GPUs that TensorFlow finds: {gpus or 'none'}"
    means = "sessions compute on the processor" if facts["device"] == "cpu" else manifest.NO_DIGITS
    yield Finding("device", found, facts["device"] == "cpu", means)


def _failure(done):
    """Return the last line of what a process said, or the signal that ended it."""
    if done.returncode < 0:
        return f"the process was ended by {signal.Signals(-done.returncode).name}"
    return (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]


def _arithmetic():
    """Return whose arithmetic sessions of TensorFlow 1 graphs compute with, and why."""
    found = kernels.status()
    name = found["arithmetic"]
    if name == "native":
        why = found["reason"] or ("switched off" if found["off"] else "asked for")
        return Finding("arithmetic", name, True, f"today's last bits: {why}")
    return Finding("arithmetic", name, True, "TensorFlow 1's bits, op by op")


def _data():
    try:
        statuses = datasets.verify()
    except InputError as error:
        yield Finding("data sets", str(error), False, "they cannot be read")
        return
    by_name = {}
    for status in statuses:
        by_name.setdefault(status.dataset, []).append(status)
    for name, files in by_name.items():
        states = sorted({status.state for status in files})
        wrong = not set(states) <= {"ok", "missing"}
        means = "the original bytes" if states == ["ok"] else f"`tf1-graphs data {name}` says more"
        yield Finding(f"data {name}", ", ".join(states), not wrong, means)


def _packages():
    """Return the requirements that are not met, and what of each extra is installed."""
    try:
        required = importlib.metadata.requires("tf1_graphs") or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding("packages", "tf1_graphs is not installed", True, "its bounds are unknown")
        return
    extras = {}
    for text in required:
        requirement = Requirement(text)
        marker = str(requirement.marker or "")
        extra = marker.split("extra ==")[-1].strip(" \"')") if "extra ==" in marker else ""
        if requirement.name.replace("-", "_").lower() == "tf1_graphs":
            continue
        unmet = _unmet(requirement)
        if extra:
            extras.setdefault(extra, []).append(unmet)
        elif unmet:
            yield Finding(requirement.name, unmet, False, f"required: {requirement.specifier}")
    for extra, unmets in extras.items():
        unmet = "; ".join(filter(None, unmets))
        means = f"pip install 'tf1_graphs[{extra}]'" if unmet else "no digits depend on it"
        yield Finding(f"extra {extra}", unmet or "installed", True, means)


def _unmet(requirement):
    """Return what a requirement lacks, or an empty text."""
    try:
        version = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{requirement.name} is missing"
    if requirement.specifier.contains(version, prereleases=True):
        return ""
    return f"{requirement.name} {version} is not {requirement.specifier}"
