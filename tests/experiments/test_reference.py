"""Experiments in files and modules: how they are found, and what is wrong with a bad one."""

import importlib
import pickle
import re
import subprocess
import sys

import pytest

from tests.experiments.articles import POINTS, written
from tf1_graphs.errors import InputError
from tf1_graphs.experiments import catalogue, changes, reference
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.settings import parse


@pytest.mark.parametrize("ending", ["", ":points", ":POINTS"])
def test_an_experiment_in_a_file(tmp_path, monkeypatch, ending):
    path = written(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = find(f"article.py{ending}")
    assert found.name == "points"
    assert found.reference.text == f"{path}:points"
    assert found.reference.content == path.read_bytes()
    assert found.reference.as_json().keys() == {"text", "sha256"}
    assert catalogue.shown(found) == "article.py:points"


def test_an_experiment_in_a_module(tmp_path, monkeypatch):
    written(tmp_path, name="in_a_module.py")
    monkeypatch.chdir(tmp_path)
    found = find("in_a_module:points")
    assert found.reference.text == "in_a_module:points"
    assert found.reference.content is None
    assert len(found.reference.sha256) == 64


def test_what_a_file_beside_it_defines_can_be_imported(tmp_path):
    (tmp_path / "helper_of_the_article.py").write_text("RATE = 0.25\n")
    path = written(
        tmp_path,
        **{
            "import numpy as np": "import numpy as np\nimport helper_of_the_article",
            "setting(0.1": "setting(helper_of_the_article.RATE",
        },
    )
    assert find(str(path)).settings().rate == 0.25


def test_settings_with_annotations_that_are_texts_are_parsed(tmp_path):
    experiment = find(str(written(tmp_path)))
    settings = parse(experiment, ["units=300,100,300", "rate=0.5"], epochs=7)
    assert (settings.units, settings.rate, settings.epochs) == ((300, 100, 300), 0.5, 7)


def test_a_file_is_found_again_by_its_content_where_it_is_not(tmp_path):
    path = written(tmp_path)
    sent = pickle.loads(pickle.dumps(find(str(path)).reference))
    path.unlink()
    again = catalogue.load(sent)
    assert again.name == "points"
    assert again.reference == sent


def test_a_changed_file_is_another_module(tmp_path):
    before = find(str(written(tmp_path)))
    after = find(str(written(tmp_path, **{"setting(0.1": "setting(0.2"})))
    assert (before.settings().rate, after.settings().rate) == (0.1, 0.2)


def test_a_program_that_defines_it_is_its_reference(tmp_path):
    path = written(
        tmp_path,
        name="program.py",
        text=POINTS
        + (
            "\nfrom tf1_graphs.experiments import catalogue\n"
            "print(catalogue.reference_of(POINTS).text)\n"
        ),
    )
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    assert done.stdout == f"{path}:points\n"


MANY = POINTS + 'OTHER = Experiment("other", "Other", Settings, Training(load, build))\n'
TWICE = POINTS + 'AGAIN = Experiment("points", "Again", Settings, Training(load, build))\n'


@pytest.mark.parametrize(
    ("text", "ending", "message"),
    [
        ("", "", "article.py defines no experiment: give a variable the value Experiment"),
        (POINTS, ":lines", "article.py defines no experiment 'lines'; it defines points"),
        (MANY, "", "article.py defines points, other: name one of them, such as article.py:points"),
        (TWICE, "", r"defines two experiments named 'points' \(POINTS and AGAIN\): give each"),
        (
            POINTS.replace("rate: float", "rate: dict"),
            "",
            r"article.py, points: the setting rate has the type dict, which a command line cannot "
            r"give; those are bool, int, float, str, tuple\[int, ...\]",
        ),
        (
            POINTS.replace("rate: float", "rate: Rate"),
            "",
            "the types of Settings cannot be read: name 'Rate' is not defined",
        ),
        (POINTS.replace("frozen=True", "frozen=False"), "", "settings must be a frozen dataclass"),
        (POINTS.replace("epochs: int", "steps: int"), "", "the settings need `epochs`"),
        (
            POINTS.replace("    epochs: int", "    depth: int\n    epochs: int"),
            "",
            "depth needs a default value",
        ),
        (POINTS.replace('"points"', '"../points"'), "", "cannot be the name of an experiment"),
        (POINTS.replace('"claim"', '"by eye"'), "", "the rule is one of exact, range, claim"),
        (POINTS.replace(", (0, 5))", ")"), "", "the rule claim needs bounds"),
        (POINTS.replace("(0, 5))", '(0, 5), expected="yes")'), "", "expected is one of reproduced"),
        (POINTS.replace("(0, 5))", '(0, 5), settings={"x": 1})'), "", "there is no setting 'x'"),
        (POINTS.replace("(LOSS,)", "(LOSS, LOSS)"), "", "two published figures are named 'loss'"),
        (POINTS.replace('"claim"', '"replicates"'), "", "needs a published number, got 'below 5'"),
    ],
)
def test_bad_files(tmp_path, text, ending, message):
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=message):
        find(f"{path}{ending}")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(
        InputError, match=r"gone.py cannot be read: No such file .* `tf1-graphs new"
    ):
        find(str(tmp_path / "gone.py"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("import os\nhelp = 1\nos.nothing()\n", "AttributeError: module 'os' has", "os.nothing()"),
        ("def f(:\n", "SyntaxError: invalid syntax", "SyntaxError: invalid syntax"),
        ("import not_installed_here\n", "ModuleNotFoundError: No module", "not_installed_here"),
        ("import sys\nsys.exit(3)\n", "SystemExit: 3", "sys.exit(3)"),
    ],
)
def test_a_file_that_fails_to_import_shows_its_own_traceback_below_one_line(
    tmp_path, text, first, last
):
    path = written(tmp_path, text)
    with pytest.raises(InputError) as raised:
        find(str(path))
    line, *traceback = str(raised.value).splitlines()
    assert line.startswith(f"{path} cannot be imported: {first}")
    assert any(last in line for line in traceback)
    assert "reference.py" not in "".join(traceback)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no_such_package:it", "there is no module no_such_package: install its package"),
        ("json.no_module:it", "there is no module json.no_module"),
        ("json:it", "json defines no experiment"),
    ],
)
def test_bad_modules(name, message):
    with pytest.raises(InputError, match=message):
        find(name)


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Install packages that announce experiments: {name: source of its module}."""

    def install(**sources):
        for name, source in sources.items():
            sys.modules.pop(name, None)
            (tmp_path / f"{name}.py").write_text(source)
            folder = tmp_path / f"{name}-1.dist-info"
            folder.mkdir()
            (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
            (folder / "entry_points.txt").write_text(
                f"[tf1_graphs.experiments]\nall = {name}:POINTS\n"
            )
        catalogue._announced.cache_clear()
        importlib.invalidate_caches()

    monkeypatch.syspath_prepend(tmp_path)
    yield install
    catalogue._announced.cache_clear()


def test_a_package_announces_its_experiments(packages):
    packages(one=POINTS)
    assert find("points").reference.package == "one"
    assert list(catalogue.experiments())[-1] == "points"
    assert catalogue.problems() == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("POINTS = 3", "TypeError: expected experiments, got int"),
        ("import sys; sys.exit()", "SystemExit"),
        (POINTS.replace("rate: float", "rate: list"), "the setting rate has the type list"),
    ],
)
def test_a_broken_entry_point_is_named_and_the_rest_works(packages, source, message):
    packages(broken=source)
    assert find("moons").name == "moons"
    (problem,) = catalogue.problems()
    assert problem.startswith(
        "the entry point all = broken:POINTS of the package broken is broken:"
    )
    assert message in problem
    with pytest.raises(InputError, match=re.escape(problem)):
        find("points")


def test_two_packages_with_one_name(packages):
    packages(one=POINTS, two=POINTS)
    message = "two packages announce 'points', one and two: name that of two as two:points"
    with pytest.raises(InputError, match=message):
        find("points")
    assert find("two:points").name == "points"
    assert catalogue.problems()[0].startswith(message)


def test_our_own_names_stay_ours(packages):
    packages(other=POINTS.replace('"points"', '"moons"'))
    assert find("moons").reference.package == "tf1_graphs"
    assert catalogue.problems() == [
        "two packages announce 'moons', tf1_graphs and other: name that of other as other:moons"
    ]


@pytest.mark.parametrize(
    ("replaced", "trained", "published"),
    [
        ({"setting(0.1": "setting(0.2"}, ["the setting rate was 0.1 by default and is 0.2"], []),
        (
            {"rate: float = setting(0.1, minimum=0)\n": "rate: int = 0\n    seven: int = 7\n"},
            ["the setting rate was 0.1 by default and is 0", "the setting seven is new"],
            [],
        ),
        ({"tf.nn.elu": "tf.nn.relu"}, ["the graph (build)"], []),
        ({"2 * y": "3 * y"}, ["load"], []),
        (
            {"Training(load, build)": "Training(load, build, evaluated={'test': ''})"},
            ["evaluated"],
            [],
        ),
        ({"(0, 5)": "(0, 4)"}, [], ["the figure 'loss' is another one"]),
        ({"[-1]": "[0]"}, [], ["the figure 'loss' is another one"]),
        (
            {'"loss", "below 5"': '"last", "below 5"'},
            [],
            ["the figure 'loss' is gone", "the figure 'last' is new"],
        ),
        ({"Two clouds of points": "Two clouds of points, with a word more"}, [], []),
    ],
)
def test_what_a_change_means(tmp_path, replaced, trained, published):
    before = find(str(written(tmp_path)))
    after = find(str(written(tmp_path, **replaced)))
    assert changes.of_training(before, after) == trained
    assert changes.of_published(before, after) == published


def test_a_function_of_the_file_that_build_uses_counts(tmp_path):
    helper = "def scale(x):\n    return 2 * x\n\n\ndef load(settings):"
    used = {"def load(settings):": helper, "+ 2 * y[:, None]": "+ scale(y[:, None])"}
    before = find(str(written(tmp_path, **used)))
    used["def load(settings):"] = helper.replace("2 * x", "3 * x")
    after = find(str(written(tmp_path, **used)))
    assert changes.of_training(before, after) == ["load"]


def test_names_that_lead_to_code():
    assert all(map(reference.leads_to_code, ["a.py", "a/b.py:c", "a.b:c", "a:c"]))
    assert not any(map(reference.leads_to_code, ["moons", "runs/moons/seed-42", "a.pb", "a.meta"]))
