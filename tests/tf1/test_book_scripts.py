"""Scripts in the style of the book print what they printed on TensorFlow 1.15.5."""

from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "scripts"


@pytest.mark.parametrize("script", sorted(path.stem for path in SCRIPTS.glob("[a-z]*.py")))
def test_prints_what_1_15_5_printed(printed, script):
    expected = (SCRIPTS / "expected" / f"{script}.txt").read_text()
    errors = (printed / f"{script}.err").read_text()
    assert (printed / f"{script}.out").read_text() == expected, errors
