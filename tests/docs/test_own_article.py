"""The page on one's own article: its commands are run, in its order, and its snippets executed."""

from click.testing import CliRunner

from tests.docs.test_pages import BLOCK, commands, text_of
from tf1_graphs.cli import main

PAGE = "docs/guide/your-own-article.md"


def test_the_commands_are_run_as_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "1")  # no workers that import TensorFlow too
    printed = [words for words in commands(PAGE) if words[0] != "tensorboard"]  # which waits
    assert [words[0] for words in printed[:2]] == ["new", "reproduce"]
    assert {"train", "resume", "predict", "plot", "inspect", "report", "sweep", "verify"} <= {
        words[0] for words in printed
    }
    for words in printed:
        if words == ["new", "NAME"]:
            continue
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, (words, result.output)
        if words[:2] == ["reproduce", "digits.py"]:
            assert "held in 9 of" in result.output
            assert "1 as expected, 0 changed" in result.output
    assert (tmp_path / "digits.zip").exists()
    lines = (tmp_path / "digits.py").read_text().splitlines()
    assert f"holds, in {len(lines)} commented lines," in text_of(PAGE)


def test_the_snippets_are_executed(tmp_path, monkeypatch):
    monkeypatch.setenv("TF1_GRAPHS_DATA", str(tmp_path))
    names = {}
    for kind, block in BLOCK.findall(text_of(PAGE)):
        if kind == "python" and "data_file(" not in block:
            exec(block, names)
    assert names["PUBLISHED"].figures[0].rule == "claim"
    assert callable(names["train"])
