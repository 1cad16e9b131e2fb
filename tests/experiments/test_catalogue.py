import dataclasses
import inspect
from collections.abc import Mapping

import pytest

from tf1_graphs import datasets
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import describe, experiments, find

EACH = pytest.mark.parametrize("experiment", experiments().values(), ids=list(experiments()))


@pytest.mark.parametrize("name", ["moons", "mnist_batch_norm", "mnist_batch_norm_first_listing"])
def test_find(name):
    assert find(name).name == name


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("moon", "moons"),
        ("mnist_batchnorm", "mnist_batch_norm"),
        ("batch_norm", "mnist_batch_norm"),
    ],
)
def test_an_unknown_name_with_near_ones(name, nearest):
    with pytest.raises(InputError, match=f"is named '{name}'; did you mean .*{nearest}"):
        find(name)


def test_an_unknown_name_with_no_near_one():
    with pytest.raises(InputError, match=f"'0000'; there are {', '.join(experiments())}"):
        find("0000")


@EACH
def test_registered_under_its_name(experiment):
    assert experiments()[experiment.name] is experiment
    assert experiment.title
    assert len(experiment.article) == 3
    assert experiment.minutes > 0
    assert experiment.training.checkpoint_every >= 1


@EACH
def test_settings_are_frozen_with_the_articles_values_as_defaults(experiment):
    settings = experiment.settings()
    with pytest.raises(dataclasses.FrozenInstanceError, match="epochs"):
        settings.epochs = 0
    assert settings.epochs >= 1
    for field in dataclasses.fields(settings):
        value, low, high = (
            getattr(settings, field.name),
            field.metadata.get("minimum"),
            field.metadata.get("maximum"),
        )
        assert low is None or low <= value
        assert high is None or value <= high


@EACH
def test_the_graphs_module_tabulates_its_tensors(experiment):
    module = inspect.getmodule(experiment.training.build)
    functions = [function for _, function in inspect.getmembers(module, inspect.isfunction)]
    table = "| tensor | name | shape | dtype | meaning |"
    assert any(table in (function.__doc__ or "") for function in functions)


@EACH
def test_data_sets_exist(experiment):
    assert set(experiment.data_sets) <= datasets.DATASETS.keys()


@EACH
def test_figures_are_complete(experiment):
    names = [figure.name for figure in experiment.published.figures]
    assert len(names) == len(set(names))
    fields = {field.name for field in dataclasses.fields(experiment.settings)}
    for figure in experiment.published.figures:
        assert figure.published
        assert figure.place
        assert isinstance(figure.settings, Mapping)
        assert figure.settings.keys() <= fields
        assert (figure.rule in ("range", "claim")) == (figure.bounds is not None)
        if figure.bounds:
            assert figure.bounds[0] <= figure.bounds[1]
        else:
            assert figure.rule in ("exact", "replicates")
            assert float(figure.published) == float(figure.published)
        assert figure.expected == "reproduced" or figure.remark
    assert experiment.published.recorded.keys() <= set(names)


@EACH
def test_errata_are_complete_and_numbered_from_1(experiment):
    assert [erratum.number for erratum in experiment.published.errata] == list(
        range(1, len(experiment.published.errata) + 1)
    )
    for erratum in experiment.published.errata:
        assert erratum.place
        assert erratum.mistake
        assert erratum.effect
    repairable = {erratum.number for erratum in experiment.published.errata if erratum.corrected}
    if repairable:
        assert set(experiment.settings().corrected) <= repairable


@EACH
def test_what_is_shown(experiment):
    lines = describe(experiment)
    assert lines[0] == f"{experiment.name}: {experiment.title}"
    text = "\n".join(lines)
    for field in dataclasses.fields(experiment.settings):
        assert f"\n  {field.name} = {getattr(experiment.settings(), field.name)}" in text
    for figure in experiment.published.figures:
        assert f"{figure.name}: {figure.published} (" in text
    for erratum in experiment.published.errata:
        assert erratum.mistake in text
        assert erratum.effect in text
    for note in experiment.published.notes:
        assert note in text
