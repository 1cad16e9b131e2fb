import pytest

from tests.training.experiments import DROPOUT
from tests.training.runs import train_unobserved as train
from tf1_graphs.experiments.catalogue import experiments, find
from tf1_graphs.runs.run_directory import read_measurements, read_metrics
from tf1_graphs.training import evaluation


@pytest.mark.parametrize("experiment", [DROPOUT, find("moons")], ids=lambda it: it.name)
def test_the_columns_that_are_told_are_those_that_a_run_records(tmp_path, experiment):
    run = train(experiment, tmp_path, 1)
    recorded = [*read_metrics(run)[0], *read_measurements(run).results]
    assert evaluation.columns(experiment, experiment.settings()) == recorded


def test_a_trainer_of_its_own_alone_knows_its_columns():
    for experiment in experiments().values():
        if experiment.training.trainer is not None:
            assert evaluation.columns(experiment, experiment.settings()) is None
