import gzip
import hashlib
import io
import sys
import tarfile
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tf1_graphs.datasets import DATASETS, Dataset, fetch, locate
from tf1_graphs.errors import InputError

from .conftest import TOY_CONTENTS, data_file


class Mirror:
    """A local web server.

    Attributes:
        url: its address, with a slash at the end.
        answers: path to content; anything else is answered by 404.
        silent: paths that are never answered.
        cut: paths whose answer ends after half of what its header announces.
        headers: path to additional headers.
        requests: the paths that were asked for.
    """

    def __init__(self):
        self.answers, self.cut, self.headers, self.requests = {}, set(), {}, []
        self.silent, self.closing = set(), threading.Event()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path = self.path.lstrip("/")
                mirror.requests.append(path)
                if path in mirror.silent:
                    mirror.closing.wait()
                    return
                if path not in mirror.answers:
                    self.send_error(404)
                    return
                content = mirror.answers[path]
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                for name, value in mirror.headers.get(path, {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content[: len(content) // 2] if path in mirror.cut else content)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def mirror():
    mirror = Mirror()
    yield mirror
    mirror.close()


@pytest.fixture
def cache(home):
    """The toy data set's folder in the user cache."""
    return home / "cache/tf1_graphs/toy"


@pytest.fixture
def published(toy, mirror, monkeypatch):
    """The toy data set, published on two paths of the mirror; only the first one answers."""
    files = tuple(
        replace(file, urls=(f"{mirror.url}{file.name}.gz", f"{mirror.url}second/{file.name}.gz"))
        for file in toy.files
    )
    for name, content in TOY_CONTENTS.items():
        mirror.answers[f"{name}.gz"] = gzip.compress(content)
    dataset = replace(toy, files=files)
    monkeypatch.setitem(DATASETS, "toy", dataset)
    return dataset


def files_under(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("published")
def test_download(cache, mirror):
    assert fetch("toy", progress=False) == {name: cache / name for name in TOY_CONTENTS}
    assert locate("toy") == TOY_CONTENTS
    assert sorted(files_under(cache)) == [cache / name for name in TOY_CONTENTS]
    assert mirror.requests == ["first.data.gz", "second.data.gz"]


def pretend_a_terminal(monkeypatch):
    """Have standard error say that it is a terminal; in the test itself, which captures anew."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


@pytest.mark.usefixtures("published")
def test_progress_bar_names_the_file(capsys, monkeypatch):
    pretend_a_terminal(monkeypatch)
    fetch("toy")
    assert "first.data: 100%" in capsys.readouterr().err


@pytest.mark.usefixtures("published")
def test_no_progress_bar_if_not_wanted(capsys, monkeypatch):
    pretend_a_terminal(monkeypatch)
    fetch("toy", progress=False)
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("published")
def test_no_progress_bar_through_a_pipe(capfd):
    fetch("toy")
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("published")
def test_the_bar_of_a_source_that_fails_is_wiped_away(capsys, monkeypatch, mirror):
    pretend_a_terminal(monkeypatch)
    mirror.answers.clear()
    with pytest.raises(InputError, match=r"first\.data\.gz \(HTTP 404\)"):
        fetch("toy")
    *_, bar, wiped, after = capsys.readouterr().err.split("\r")
    assert bar.startswith("first.data: ")
    assert len(wiped) >= len(bar)
    assert wiped.strip() == after == ""


@pytest.mark.usefixtures("published")
def test_what_is_there_is_not_downloaded_again(cache, mirror):
    fetch("toy", progress=False)
    before = {path: path.stat().st_mtime_ns for path in files_under(cache)}
    mirror.requests.clear()
    mirror.answers.clear()
    fetch("toy", progress=False)
    assert mirror.requests == []
    assert before == {path: path.stat().st_mtime_ns for path in files_under(cache)}


@pytest.mark.usefixtures("published")
def test_good_copy_elsewhere_is_used(home, cache, mirror):
    folder = home / ".keras/datasets/toy"
    folder.mkdir(parents=True)
    (folder / "first.data.gz").write_bytes(gzip.compress(TOY_CONTENTS["first.data"]))
    assert fetch("toy", progress=False) == {
        "first.data": folder / "first.data.gz",
        "second.data": cache / "second.data",
    }
    assert mirror.requests == ["second.data.gz"]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", ["first.data", "first.data.gz"])
def test_bad_file_in_the_cache_is_replaced(cache, name):
    cache.mkdir(parents=True)
    (cache / name).write_bytes(b"damaged")
    fetch("toy", progress=False)
    assert locate("toy") == TOY_CONTENTS


@pytest.mark.usefixtures("published")
def test_bad_file_of_keras_is_left_and_no_longer_used(home):
    folder = home / ".keras/datasets/toy"
    folder.mkdir(parents=True)
    (folder / "first.data").write_bytes(b"damaged")
    fetch("toy", progress=False)
    assert locate("toy") == TOY_CONTENTS
    assert (folder / "first.data").read_bytes() == b"damaged"


@pytest.mark.usefixtures("published")
def test_bad_file_in_the_own_folder_is_an_error(home, mirror, monkeypatch):
    monkeypatch.setenv("TF1_GRAPHS_DATA", str(home))
    (home / "toy").mkdir()
    (home / "toy/first.data").write_bytes(b"damaged")
    with pytest.raises(InputError, match=r"is not the original toy/first\.data"):
        fetch("toy", progress=False)
    assert mirror.requests == []


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "bad",
    [b"", b"<html>moved</html>", gzip.compress(b"another content")],
    ids=["empty", "page", "another content"],
)
def test_wrong_content_goes_on_to_the_next_source(mirror, bad):
    mirror.answers["second/first.data.gz"] = mirror.answers["first.data.gz"]
    mirror.answers["first.data.gz"] = bad
    fetch("toy", progress=False)
    assert locate("toy") == TOY_CONTENTS


@pytest.mark.usefixtures("published")
def test_wrong_content_everywhere(cache, mirror, published):
    mirror.answers["first.data.gz"] = gzip.compress(b"another content")
    mirror.answers["second/first.data.gz"] = b"\x1f\x8bnot gzip"
    with pytest.raises(InputError, match=r"no source gave toy/first\.data") as caught:
        fetch("toy", progress=False)
    message = str(caught.value)
    assert "\n" not in message
    found = hashlib.sha256(b"another content").hexdigest()
    assert f"{mirror.url}first.data.gz (SHA256 hash of downloaded file" in message
    assert f"expected {published.files[0].sha256} but got {found})" in message
    assert f"{mirror.url}second/first.data.gz (BadGzipFile)" in message
    assert files_under(cache) == []


@pytest.mark.usefixtures("published")
def test_interrupted_download_leaves_nothing(home, cache, mirror):
    mirror.cut = set(mirror.answers)
    with pytest.raises(
        InputError, match=r"first\.data\.gz \(ChunkedEncodingError\), .* \(HTTP 404\)"
    ):
        fetch("toy", progress=False)
    assert files_under(home) == []


@pytest.mark.usefixtures("published")
def test_source_that_does_not_answer(cache, mirror, monkeypatch):
    monkeypatch.setattr(sys.modules[fetch.__module__], "TIMEOUT", 0.2)
    mirror.silent = {"first.data.gz"}
    with pytest.raises(InputError, match=r"first\.data\.gz \(ReadTimeout\), .* \(HTTP 404\)"):
        fetch("toy", progress=False)
    assert files_under(cache) == []


@pytest.mark.usefixtures("published")
def test_failure_in_mid_write_leaves_nothing(cache, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tf1_graphs.files.os.fsync", full)
    with pytest.raises(InputError, match=r"first\.data cannot be written: No space left on device"):
        fetch("toy", progress=False)
    assert files_under(cache) == []


@pytest.mark.usefixtures("published")
def test_cache_that_is_no_folder(home):
    (home / "cache").write_text("in the way")
    with pytest.raises(InputError, match=r"first\.data cannot be written"):
        fetch("toy", progress=False)


def test_server_down(home, toy, monkeypatch):
    down = Mirror()
    down.close()
    files = (replace(toy.files[0], urls=(f"{down.url}first.data",)),)
    monkeypatch.setitem(DATASETS, "toy", replace(toy, files=files))
    with pytest.raises(InputError, match=r"first\.data \(ConnectionError\); check the network, or"):
        fetch("toy", progress=False)
    assert files_under(home) == []


@pytest.mark.usefixtures("toy")
def test_file_without_a_source():
    with pytest.raises(InputError, match=r"no source gave toy/first\.data: none is known"):
        fetch("toy", progress=False)


def test_unknown_data_set():
    with pytest.raises(InputError, match="unknown data set 'toys'"):
        fetch("toys")


@pytest.mark.usefixtures("published")
def test_server_that_labels_gzip_as_an_encoding(mirror):
    mirror.headers = {path: {"Content-Encoding": "gzip"} for path in mirror.answers}
    fetch("toy", progress=False)
    assert locate("toy") == TOY_CONTENTS


def publish_archive(mirror, monkeypatch, name_in_archive):
    content = b"1.0,2.0\n"
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        entry = tarfile.TarInfo(name_in_archive)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    mirror.answers["files/1"] = archive.getvalue()
    file = data_file("table.data", content, [f"{mirror.url}files/1"], member="Folder/table.data")
    monkeypatch.setitem(DATASETS, "toy", Dataset("toy", "In an archive", (file,), "none"))
    return content


def test_archive(mirror, monkeypatch):
    content = publish_archive(mirror, monkeypatch, "Folder/table.data")
    fetch("toy", progress=False)
    assert locate("toy") == {"table.data": content}


def test_archive_without_the_member(home, mirror, monkeypatch):
    publish_archive(mirror, monkeypatch, "Folder/other.data")
    with pytest.raises(InputError, match=r"files/1 \(KeyError\)"):
        fetch("toy", progress=False)
    assert files_under(home) == []


def test_archive_that_is_cut_off(mirror, monkeypatch):
    publish_archive(mirror, monkeypatch, "Folder/table.data")
    mirror.answers["files/1"] = mirror.answers["files/1"][:-40]
    with pytest.raises(InputError, match=r"no source gave toy/table\.data: .*files/1 \("):
        fetch("toy", progress=False)
