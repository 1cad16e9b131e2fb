"""The processor is the default also where a GPU is; others' sessions are left as they are."""

from types import SimpleNamespace

import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1 import device, new_graph, on_device, session_config, tf, threads_or

GPU = [SimpleNamespace(name="/physical_device:GPU:0")]


@pytest.fixture
def with_gpu(monkeypatch):
    tf.__version__  # noqa: B018 - loads TensorFlow
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda _kind: GPU)


def opened(config=None):
    """The configuration that TensorFlow opens a session with."""
    with tf.Session(config=config) as session:
        return session._config


@pytest.mark.parametrize("config", [None, tf.ConfigProto(device_count={"GPU": 1})])
def test_sessions_of_our_graphs_open_no_gpu(with_gpu, config):
    with new_graph():
        assert opened(config).device_count["GPU"] == 0
        assert "GPU" in opened(config).device_count
    assert config is None or config.device_count["GPU"] == 1


def test_sessions_of_other_graphs_are_left_as_they_are(with_gpu):
    with new_graph() as ours:
        pass
    with tf.Graph().as_default():
        assert "GPU" not in opened(tf.ConfigProto()).device_count
        with tf.Session(graph=ours) as session:
            assert "GPU" in session._config.device_count


def test_a_gpu_on_request_and_for_as_long(with_gpu):
    with new_graph():
        with on_device("gpu"):
            config = opened(session_config(threads_or(1)))
            assert device() == "gpu"
            assert "GPU" not in config.device_count
            assert config.allow_soft_placement
        assert "GPU" in opened().device_count


def test_a_gpu_where_there_is_none_is_refused():
    with pytest.raises(InputError, match="--device gpu: TensorFlow finds no GPU here"):
        on_device("gpu").__enter__()
    assert device() == "cpu"


def test_a_process_of_a_script_takes_its_device_from_the_environment(monkeypatch):
    monkeypatch.setenv("TF1_GRAPHS_DEVICE", "gpu")
    assert device() == "gpu"
    monkeypatch.setenv("TF1_GRAPHS_DEVICE", "tpu")
    with pytest.raises(InputError, match="is cpu or gpu, got 'tpu'"):
        device()


def test_where_ops_are_put_is_told_as_1_15_5_told_it(capfd):
    with new_graph():
        doubled = tf.multiply(2.0, 3.0, name="doubled")
        with tf.Session(config=tf.ConfigProto(log_device_placement=True)) as session:
            session.run(doubled)
    lines = capfd.readouterr().out.splitlines()
    assert lines[:2] == [
        "Device mapping:",
        "/job:localhost/replica:0/task:0/device:XLA_CPU:0 -> device: XLA_CPU device",
    ]
    assert "doubled: (Mul): /job:localhost/replica:0/task:0/device:CPU:0" in lines
