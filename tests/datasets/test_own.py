"""The file of a reader's own data, by path and by address, against a server on this machine."""

import functools
import hashlib
import http.server
import threading

import pytest

import tf1_graphs
from tf1_graphs.errors import InputError

CONTENT = b"1,2\n3,4\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def address(tmp_path, monkeypatch):
    """The address of a folder that is served; the user cache is empty."""
    served = tmp_path / "served"
    served.mkdir()
    (served / "points.csv").write_bytes(CONTENT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("TF1_GRAPHS_DATA", raising=False)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_arguments):
            pass

    handler = functools.partial(Quiet, directory=served)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_path(tmp_path):
    path = tmp_path / "points.csv"
    path.write_bytes(CONTENT)
    assert tf1_graphs.data_file(path, SHA256) == path


def test_an_address_is_downloaded_once(address, tmp_path):
    path = tf1_graphs.data_file(f"{address}/points.csv?raw=1", SHA256)
    assert path.read_bytes() == CONTENT
    (tmp_path / "served" / "points.csv").unlink()
    assert tf1_graphs.data_file(f"{address}/points.csv?raw=1", SHA256) == path


def test_the_users_own_folder_comes_first(address, tmp_path, monkeypatch):
    monkeypatch.setenv("TF1_GRAPHS_DATA", str(tmp_path / "served"))
    path = tf1_graphs.data_file("https://example.invalid/points.csv", SHA256)
    assert path == tmp_path / "served" / "points.csv"


@pytest.mark.parametrize("sha256", ["", "abc", None, SHA256.upper()])
def test_a_hash_that_is_none(sha256):
    with pytest.raises(InputError, match=r"must be 64 hexadecimal digits, .*`sha256sum FILE` says"):
        tf1_graphs.data_file("points.csv", sha256)


def test_another_content(address, tmp_path):
    with pytest.raises(InputError, match=f"its SHA-256 is {SHA256}, not {'0' * 64}"):
        tf1_graphs.data_file(tmp_path / "served" / "points.csv", "0" * 64)
    with pytest.raises(InputError, match=rf"points.csv: .*{SHA256}"):
        tf1_graphs.data_file(f"{address}/points.csv", "0" * 64)
    assert not list((tmp_path / "cache").rglob("points.csv"))


def test_what_is_not_there(address, tmp_path):
    with pytest.raises(InputError, match=r"gone.csv cannot be read: No such file"):
        tf1_graphs.data_file(tmp_path / "gone.csv", SHA256)
    with pytest.raises(InputError, match=r"gone.csv could not be downloaded \(HTTP 404\)"):
        tf1_graphs.data_file(f"{address}/gone.csv", SHA256)
