"""A resumed run is one line in TensorBoard, through each of its loaders."""

import os
import signal
import socket
import subprocess
import time

import grpc
import pytest
from tensorboard.backend.event_processing import event_accumulator, plugin_event_multiplexer
from tensorboard.compat.proto import graph_pb2
from tensorboard.data.proto import data_provider_pb2, data_provider_pb2_grpc

from tests.changing import changed
from tests.training.experiments import DROPOUT
from tests.training.runs import train
from tf1_graphs.tensorboard import event_files
from tf1_graphs.training.interruption import Interrupted

EPOCHS = 6


@pytest.fixture(scope="module")
def resumed(tmp_path_factory):
    """A run that was killed by a signal in each of its first epochs, and ended at last."""
    folder = tmp_path_factory.mktemp("resumed")

    def interrupting(settings, n_examples, source):
        for step, indices in enumerate(DROPOUT.training.mini_batches(settings, n_examples, source)):
            if step == 1:
                os.kill(os.getpid(), signal.SIGINT)
            yield indices

    for _launch in range(3):
        with pytest.raises(Interrupted):
            train(changed(DROPOUT, mini_batches=interrupting), folder, EPOCHS)
    return train(DROPOUT, folder, EPOCHS)


@pytest.fixture(scope="module")
def repeated(tmp_path_factory):
    """A run whose last epochs were written twice: its newest checkpoint was damaged."""
    folder = tmp_path_factory.mktemp("repeated")
    run = train(DROPOUT, folder, 4)
    (run.checkpoints / "model.ckpt-4.index").write_bytes(b"damaged")
    return train(DROPOUT, folder, EPOCHS)


@pytest.fixture(params=["resumed", "repeated"])
def run(request):
    return request.getfixturevalue(request.param)


def test_launches_do_not_share_an_event_file(run):
    names = [path.name for path in event_files.files_of(run.logs)]
    assert len(names) == len(set(names)) >= 2
    assert [name.split(".")[-2] for name in names] == [f"{i:04d}" for i in range(len(names))]


def test_the_python_loader_shows_one_line(run):
    accumulator = event_accumulator.EventAccumulator(str(run.logs))
    accumulator.Reload()
    assert [event.step for event in accumulator.Scalars("test_loss")] == list(range(EPOCHS))


def test_the_multiplexer_shows_one_line(run):
    multiplexer = plugin_event_multiplexer.EventMultiplexer({"run": str(run.logs)})
    multiplexer.Reload()
    steps = [event.step for event in multiplexer.Tensors("run", "test_loss")]
    assert steps == list(range(EPOCHS))


def test_the_graph_is_the_books(run):
    accumulator = event_accumulator.EventAccumulator(str(run.logs))
    accumulator.Reload()
    graph = accumulator.Graph()
    assert isinstance(graph, graph_pb2.GraphDef)
    scopes = {node.name.split("/")[0] for node in graph.node}
    assert {"dense", "batch_normalization", "dropout", "train"} <= scopes
    assert not {"save", "init"} & scopes


def test_tensorboards_data_server_shows_one_line(run, tmp_path):
    server_binary = pytest.importorskip("tensorboard_data_server").server_binary()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [server_binary, f"--logdir={run.logs}", f"--port={port}", "--reload=once"]
    server = subprocess.Popen([*command, "--host=127.0.0.1"], stderr=subprocess.DEVNULL)
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            grpc.channel_ready_future(channel).result(timeout=20)
            stub = data_provider_pb2_grpc.TensorBoardDataProviderStub(channel)
            assert _steps(stub) == list(range(EPOCHS))
    finally:
        server.kill()
        server.wait()


def _steps(stub):
    """Read the scalar's steps, once the server has loaded the run."""
    request = data_provider_pb2.ReadScalarsRequest(experiment_id="")
    request.plugin_filter.plugin_name = "scalars"
    request.downsample.num_points = 1000
    for _ in range(50):
        for run in stub.ReadScalars(request).runs:
            for tag in run.tags:
                if tag.tag_name == "test_loss":
                    return list(tag.data.step)
        time.sleep(0.2)
    return []
