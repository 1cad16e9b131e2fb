"""A sample of random programs, killed and resumed; `tests.scripts.random_programs` draws more."""

from tests.crash import harness


def test_random_programs_end_with_the_same_bytes():
    assert harness.sample("tests.scripts.random_programs", "--examples=3") >= 3
