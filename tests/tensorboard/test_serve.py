"""The command: what it opens, how it stops, and its one line where it cannot."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import pytest

from tests.tensorboard.conftest import MOONS_EPOCHS, tensorboard_serving
from tf1_graphs.errors import InputError
from tf1_graphs.tensorboard import serving


def get(url, path, **query):
    """Fetch JSON from TensorBoard."""
    with urllib.request.urlopen(f"{url}data/{path}?{urllib.parse.urlencode(query)}") as answer:
        return json.load(answer)


def wait_for(url, path, *names):
    """Fetch JSON until it has these keys: TensorBoard loads its data in the background."""
    for _ in range(100):
        found = get(url, path)
        if set(names) <= found.keys():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{path} has {found.keys()}, expected {names}")


def command(*arguments):
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "tf1_graphs", "tensorboard", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_with_status_0(runs, number):
    with tensorboard_serving(runs) as (process, _):
        process.send_signal(number)
        out, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert out == "TensorBoard stopped\n"
    assert errors == ""


def test_a_run_an_experiment_and_all_runs_are_opened(runs, tmp_path):
    assert serving.find(None, runs) == runs
    assert serving.find("moons", runs) == runs / "moons"
    assert serving.find(runs / "moons/resumed", tmp_path) == runs / "moons/resumed"


def test_all_kinds_of_data_are_served(url):
    moons, digits = "moons/resumed/logs", "digits/seed-42/logs"
    assert wait_for(url, "plugin/scalars/tags", moons, digits)[moons].keys() == {
        "loss/loss_1",
        "eval/acc",
    }
    assert {tag.split("/")[0] for tag in get(url, "plugin/histograms/tags")[moons]} == {
        "weights",
        "activations",
        "gradients",
    }
    assert get(url, "plugin/images/tags")[digits].keys() == {
        "inputs",
        "first_layer_filters",
        "mistakes",
    }
    assert "run/manifest" in get(url, "plugin/text/tags")[digits]
    assert get(url, "plugin/graphs/info")[digits]["tags"]["epoch 0"]["profile"]
    query = urllib.parse.urlencode({"run": digits, "tag": "epoch 0"})
    with urllib.request.urlopen(f"{url}data/plugin/graphs/run_metadata?{query}") as answer:
        assert b'node_name: "dnn/hidden1/MatMul"' in answer.read()
    assert {moons, digits} <= set(get(url, "plugin/projector/runs"))
    embedding = get(url, "plugin/projector/info", run=moons)["embeddings"][0]
    assert embedding["tensorName"] == "full-connect-layer/fc2/Elu"


def test_a_resumed_run_is_served_once(url):
    moons = "moons/resumed/logs"
    wait_for(url, "plugin/scalars/tags", moons)
    scalars = get(url, "plugin/scalars/scalars", run=moons, tag="loss/loss_1")
    assert [step for _, step, _ in scalars] == list(range(MOONS_EPOCHS))
    kernel = get(url, "plugin/histograms/histograms", run=moons, tag="gradients/fc1/kernel")
    assert [step for _, step, _ in kernel] == [0, 50]
    texts = get(url, "plugin/text/text", run=moons, tag="article/errata")
    assert [text["step"] for text in texts] == [0]


def test_a_port_in_use(runs):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = command(runs, "--port", port)
    assert answer.returncode == 2
    assert answer.stderr == (
        f"Error: port {port} is in use: name another with --port, or leave it out for a free one\n"
    )


def test_a_port_that_is_none(runs):
    answer = command(runs, "--port", 65536)
    assert answer.returncode == 2
    assert "65536 is not in the range 1<=x<=65535" in answer.stderr


def test_no_runs_yet(tmp_path):
    with pytest.raises(InputError, match=r"no folder .*runs: train something first, e\.g\."):
        serving.find(None, tmp_path / "runs")


def test_a_folder_without_events(tmp_path):
    with pytest.raises(InputError, match=r"has no event files: train something first"):
        serving.find(tmp_path, tmp_path)


def test_events_that_were_never_written(tmp_path):
    (tmp_path / "events.out.tfevents.1.host.0000.1").touch()
    with pytest.raises(InputError, match=r"the event files of .* are empty"):
        serving.find(tmp_path, tmp_path)


@pytest.mark.parametrize("cut", [1, 5, 13])
def test_a_truncated_event_file_is_served_as_far_as_it_goes(runs, tmp_path, cut):
    shutil.copytree(runs / "moons/resumed/logs", tmp_path / "logs")
    assert serving.damaged(tmp_path) == []
    *_, last = sorted((tmp_path / "logs").glob("events.*"))
    whole = last.read_bytes()
    last.write_bytes(whole[:-cut])
    ((path, position),) = serving.damaged(tmp_path)
    assert path == last
    assert 0 < position < len(whole) - cut
    with tensorboard_serving(tmp_path) as (process, url):
        scalars = wait_for(url, "plugin/scalars/tags", "logs")
        assert "eval/acc" in scalars["logs"]
        losses = get(url, "plugin/scalars/scalars", run="logs", tag="loss/loss_1")
        assert len(losses) == MOONS_EPOCHS  # what is lost came after the last epoch
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert errors.startswith(f"Warning: {last} ends in the middle of an event, at byte {position}")
    assert errors.count("\n") == 1


def test_without_tensorboard(runs):
    script = (
        "import sys; sys.modules['tensorboard'] = None\n"
        "from tf1_graphs.cli import main\n"
        f"main(['tensorboard', {str(runs)!r}])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stderr.startswith("Error: TensorBoard is not installed (")
    assert answer.stderr.endswith("`pip install tensorboard`\n")
