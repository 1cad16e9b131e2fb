import pytest

from tf1_graphs.articles import theory
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import describe, experiments


def test_no_name_is_both_a_topic_and_an_experiment():
    assert not theory.TOPICS.keys() & experiments().keys()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("activations", "SELU"),
        ("losses", "cross-entropy"),
        ("normalisations", "x = (x − μ) / σ² should be x = (x − μ) / σ"),
    ],
)
def test_a_topic(name, words):
    assert words in "\n".join(theory.show(name))


def test_an_experiment():
    assert theory.show("moons") == describe(experiments()["moons"])


@pytest.mark.parametrize(
    ("name", "hint"),
    [("activation", "did you mean activations"), ("moon", "did you mean moons"), ("0000", "")],
)
def test_an_unknown_name_lists_both_kinds(name, hint):
    with pytest.raises(InputError) as raised:
        theory.show(name)
    message = str(raised.value)
    assert f"no topic and no experiment named '{name}'; {hint}" in message
    assert f"topics: {', '.join(theory.TOPICS)}; experiments: {', '.join(experiments())}" in message
