"""The library: built once, whole or not at all; and what is said where it cannot be."""

import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tf1_graphs.tensorflow1.kernels import building


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """An empty cache."""
    folder = tmp_path / "kernels"
    monkeypatch.setattr(building, "cache_folder", lambda: folder)
    return folder


@pytest.fixture
def compiler(monkeypatch, tmp_path):
    """A compiler that writes a line for each time it is called, and a file as its library."""
    path = tmp_path / "compiler"
    path.write_text(
        textwrap.dedent("""\
        #!/bin/sh
        echo called >> "$(dirname "$0")/calls"
        sleep 0.5
        while [ $# -gt 1 ]; do
            if [ "$1" = -o ]; then echo library > "$2"; fi
            shift
        done
        """)
    )
    path.chmod(0o755)
    monkeypatch.setenv("CXX", str(path))
    monkeypatch.setattr(building, "_cpu_flags", lambda: " avx ")
    return path


def test_it_is_built_once(cache, compiler, tmp_path):
    said = []
    first = building.build(said.append)
    assert first.parent == cache
    assert first.read_text() == "library\n"
    assert building.build(said.append) == first == building.find()
    assert (tmp_path / "calls").read_text() == "called\n"
    assert [line.split()[0] for line in said] == ["Compiling", "Compiled:"]
    assert str(first) in said[1]
    assert stat.S_IMODE(first.stat().st_mode) == 0o644


def test_two_processes_at_once_build_it_once(compiler, tmp_path):
    code = "from tf1_graphs.tensorflow1.kernels import building; print(building.build())"
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    both = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    paths = {process.communicate()[0] for process in both}
    assert len(paths) == 1
    assert [process.returncode for process in both] == [0, 0]
    assert (tmp_path / "calls").read_text() == "called\n"


def test_a_compiler_that_fails_leaves_nothing(cache, compiler):
    compiler.write_text("#!/bin/sh\necho 'x.h:3: error: no such thing' >&2\nexit 1\n")
    with pytest.raises(building.NotBuiltError, match=r"failed: x\.h:3: error: no such thing$"):
        building.build(lambda text: None)
    assert building.find() is None
    assert [path.name for path in cache.iterdir() if path.suffix == ".so"] == []


def test_a_compiler_that_failed_is_asked_again_on_demand_alone(cache, compiler, tmp_path):
    works = compiler.read_text()
    compiler.write_text("#!/bin/sh\necho called >> $(dirname $0)/calls\necho error >&2\nexit 1\n")
    os.utime(compiler, (1, 1))
    for _ in range(3):
        with pytest.raises(building.NotBuiltError, match=r"failed: error"):
            building.build(lambda text: None)
    assert (tmp_path / "calls").read_text() == "called\n"
    assert building.cannot_build().endswith("error; `tf1-graphs kernels build` tries again")
    with pytest.raises(building.NotBuiltError, match=r"failed: error$"):
        building.build(lambda text: None, again=True)
    assert (tmp_path / "calls").read_text() == "called\ncalled\n"
    compiler.write_text(works)  # another compiler is asked without being told
    assert building.build(lambda text: None).read_text() == "library\n"


def test_no_compiler(cache, monkeypatch):
    monkeypatch.setattr(building, "_cpu_flags", lambda: " avx ")
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(building.NotBuiltError, match="no C\\+\\+ compiler was found"):
        building.build()


def test_a_cache_that_cannot_be_made(monkeypatch, compiler, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(building, "cache_folder", lambda: tmp_path / "file" / "kernels")
    with pytest.raises(building.NotBuiltError, match="cannot be written: Not a directory"):
        building.build()


def test_a_cache_on_a_file_system_that_cannot_be_written(monkeypatch, compiler, tmp_path):
    monkeypatch.setattr(building, "cache_folder", lambda: Path("/proc/tf1_graphs/kernels"))
    with pytest.raises(building.NotBuiltError, match="/proc/tf1_graphs/kernels cannot be written"):
        building.build(again=True)
    assert not (tmp_path / "calls").exists()


def test_a_cache_that_this_user_may_not_write(monkeypatch, compiler, tmp_path):
    monkeypatch.setattr(building, "cache_folder", lambda: tmp_path / "not" / "there")
    assert building.cannot_build() is None
    may, refused = os.access, (tmp_path, os.W_OK)
    monkeypatch.setattr(os, "access", lambda *asked: asked != refused and may(*asked))
    assert building.cannot_build() == f"{tmp_path / 'not' / 'there'} cannot be written"


def test_another_processor(cache, monkeypatch):
    monkeypatch.setattr(building.platform, "machine", lambda: "aarch64")
    assert building.cannot_build() == (
        "the kernels are for Linux on x86-64, this is Linux on aarch64"
    )
