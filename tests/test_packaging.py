"""What a wheel has besides modules: every other file of the package."""

import configparser
from pathlib import Path

import tf1_graphs

ROOT = Path(tf1_graphs.__file__).parent
NO_DATA = {".py", ".pyc"}


def test_every_file_of_the_package_is_in_a_wheel():
    config = configparser.ConfigParser()
    config.read(ROOT.parent / "setup.cfg")
    packaged = {
        path
        for package, patterns in config["options.package_data"].items()
        for pattern in patterns.replace(",", " ").split()
        for path in ROOT.parent.joinpath(*package.split(".")).glob(pattern)
    }
    files = {path for path in ROOT.rglob("*.*") if path.suffix not in NO_DATA and path.is_file()}
    assert files - packaged == set()
    assert packaged
