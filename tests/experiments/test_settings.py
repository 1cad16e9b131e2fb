import dataclasses
from dataclasses import dataclass

import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.experiments.experiment import Erratum, Experiment, Published, Training
from tf1_graphs.experiments.settings import NUMBERS, from_saved, parse, setting


@dataclass(frozen=True)
class Settings:
    epochs: int = setting(100, minimum=1)
    noise: float = setting(0.1, minimum=0)
    ratio: float = setting(0.2, minimum=0.01, maximum=0.99)
    scale: float = 1.0
    scaled: bool = False
    optimizer: str = "adam"
    corrected: NUMBERS = ()


def erratum(number, corrected):
    return Erratum(number, "listing", "mistake", "effect", corrected)


def experiment(errata=(), settings=Settings):
    return Experiment(
        name="example",
        title="Example",
        settings=settings,
        training=Training(load=None, build=None),
        published=Published(errata=errata),
    )


EXAMPLE = experiment((erratum(1, True), erratum(2, False), erratum(3, True)))


def test_defaults_are_the_articles_values():
    assert parse(EXAMPLE) == Settings()


def test_typed_values():
    pairs = ["noise=0.3", "scaled=yes", "optimizer=sgd", "corrected=3,1", "epochs=7"]
    expected = Settings(epochs=7, noise=0.3, scaled=True, optimizer="sgd", corrected=(1, 3))
    assert parse(EXAMPLE, pairs) == expected


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("1", True), ("False", False), ("0", False), ("NO", False)]
)
def test_truth_values(text, value):
    assert parse(EXAMPLE, [f"scaled={text}"]).scaled is value


def test_the_last_of_two_values_counts():
    assert parse(EXAMPLE, ["noise=0.3", "noise=0.4"]).noise == 0.4


def test_the_number_of_epochs_has_an_option_of_its_own():
    assert parse(EXAMPLE, epochs=9).epochs == 9
    assert parse(EXAMPLE, ["epochs=9"], epochs=9).epochs == 9
    with pytest.raises(InputError, match=r"--set epochs=7 and --epochs 9 contradict"):
        parse(EXAMPLE, ["epochs=7"], epochs=9)


def test_corrected_repairs_all_that_can_be():
    assert parse(EXAMPLE, corrected=True).corrected == (1, 3)
    assert parse(EXAMPLE, ["corrected=3"]).corrected == (3,)
    assert parse(EXAMPLE, ["corrected="]).corrected == ()


@pytest.mark.parametrize("pair", ["corrected=2", "corrected=1,4"])
def test_errata_that_cannot_be_repaired(pair):
    with pytest.raises(InputError, match=r"example: only errata .* repaired; those are 1, 3"):
        parse(EXAMPLE, [pair])


@pytest.mark.parametrize("given", [{"corrected": True}, {"pairs": ["corrected=1"]}])
def test_nothing_to_repair(given):
    with pytest.raises(InputError, match="only errata that can be repaired; there is none"):
        parse(experiment(), **given)


@pytest.mark.parametrize("pair", ["noise", "", "noise:0.1"])
def test_no_equals_sign(pair):
    with pytest.raises(InputError, match=f"expected a setting as key=value, got {pair!r}"):
        parse(EXAMPLE, [pair])


def test_an_unknown_setting_with_a_near_one():
    with pytest.raises(InputError, match=r"there is no setting 'nois'; did you mean noise\?"):
        parse(EXAMPLE, ["nois=0.1"])


def test_an_unknown_setting_with_no_near_one():
    expected = "there are epochs, noise, ratio, scale, scaled, optimizer, corrected"
    with pytest.raises(InputError, match=f"there is no setting 'zzz'; {expected}"):
        parse(EXAMPLE, ["zzz=1"])


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        ("epochs=ten", "epochs takes a whole number from 1 on, got 'ten'"),
        ("epochs=1.5", "epochs takes a whole number from 1 on, got '1.5'"),
        ("noise=much", "noise takes a number from 0 on, got 'much'"),
        ("noise=", "noise takes a number from 0 on, got ''"),
        ("scaled=maybe", "scaled takes true or false, got 'maybe'"),
        ("corrected=one", "corrected takes whole numbers with commas between them, got 'one'"),
        ("corrected=-1", "corrected takes whole numbers with commas between them, got '-1'"),
        ("corrected=1,,3", "corrected takes whole numbers with commas between them, got '1,,3'"),
        ("scale=inf", "scale takes a number, got inf"),
        ("scale=nan", "scale takes a number, got nan"),
        ("epochs=0", "epochs takes a whole number from 1 on, got 0"),
        ("noise=-0.1", "noise takes a number from 0 on, got -0.1"),
        ("ratio=0", "ratio takes a number from 0.01 to 0.99, got 0.0"),
        ("ratio=1", "ratio takes a number from 0.01 to 0.99, got 1.0"),
    ],
)
def test_bad_values(pair, expected):
    with pytest.raises(InputError, match=f"the setting {expected}$"):
        parse(EXAMPLE, [pair])


def test_too_few_epochs_by_the_option():
    with pytest.raises(InputError, match="epochs takes a whole number from 1 on, got -3"):
        parse(EXAMPLE, epochs=-3)


def test_restore_is_the_inverse_of_what_a_manifest_holds():
    settings = Settings(noise=0.3, corrected=(1, 3))
    saved = dataclasses.asdict(settings) | {"corrected": [1, 3]}
    assert from_saved(EXAMPLE, saved) == settings


@pytest.mark.parametrize("saved", [{"noises": 1}, None, [1, 2]])
def test_restore_of_other_settings(saved):
    with pytest.raises(InputError, match="the settings are not those of example"):
        from_saved(EXAMPLE, saved)


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError, match="noise"):
        Settings().noise = 0.3
