"""A sweep of a reader's own file on a Dask cluster whose workers do not have the file."""

from tests.experiments.articles import POINTS, written
from tests.sweeps.test_cluster import home, scheduler, start, start_worker, steady
from tests.sweeps.test_sweep import invoke

__all__ = ["home", "scheduler", "start", "start_worker", "steady"]


def test_the_file_is_sent_by_its_content(scheduler, steady, tmp_path, monkeypatch):
    """The worker sees neither the marker nor the file, as on another machine."""
    from tf1_graphs.sweeps import cluster

    path = written(tmp_path)
    real = cluster.Cluster.prepared

    def hidden(place, task):
        path.unlink(missing_ok=True)
        prepared = real(place, task)
        place.marker.unlink(missing_ok=True)
        return prepared

    monkeypatch.setattr(cluster.Cluster, "prepared", hidden)
    monkeypatch.setattr(cluster, "SECONDS", 120)  # a busy machine starts workers slowly
    options = ("--seeds", "1,2", "--runs-dir", tmp_path / "there", "--scheduler", scheduler)
    result = invoke("sweep", path, *options)
    assert result.exit_code == 0, result.output
    written(tmp_path)
    options = ("--seeds", "1,2", "--runs-dir", tmp_path / "here", "--workers", "1")
    assert invoke("sweep", path, *options).exit_code == 0
    for seed in (1, 2):
        there, here = (tmp_path / place / "points" / f"seed-{seed}" for place in ("there", "here"))
        assert (there / "experiment.py").read_text() == POINTS
        for name in ("metrics.csv", "final/model.data-00000-of-00001", "results.json"):
            assert (there / name).read_bytes() == (here / name).read_bytes(), name
