import pytest

from tf1_graphs.datasets import DATASETS, get_dataset
from tf1_graphs.errors import InputError


def test_known_names():
    assert list(DATASETS) == ["mnist", "fashion-mnist", "california-housing"]
    assert all(get_dataset(name).name == name for name in DATASETS)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_entries_are_complete(dataset):
    assert dataset.title
    assert dataset.licence
    assert len({file.name for file in dataset.files}) == len(dataset.files)
    for file in dataset.files:
        assert len(bytes.fromhex(file.sha256)) == 32
        assert file.urls
        assert all(url.startswith(("https://", "http://")) for url in file.urls)


def test_hashes_are_all_different():
    hashes = [file.sha256 for dataset in DATASETS.values() for file in dataset.files]
    assert len(set(hashes)) == len(hashes) == 9


def test_unknown_name_lists_the_known_ones():
    with pytest.raises(InputError, match=r"unknown data set 'mnits': .* mnist, fashion-mnist, cal"):
        get_dataset("mnits")
