"""Lists the data sets: their files, the hashes of their content, and where they are published.

The hashes are of the decompressed content, because compressed copies differ from mirror to mirror
while the digits depend only on what is inside.
"""

from dataclasses import dataclass

from tf1_graphs.errors import InputError


@dataclass(frozen=True)
class DataFile:
    """One file of a data set.

    Attributes:
        name: the decompressed file's name, for example `train-images-idx3-ubyte`.
        sha256: SHA-256 of the decompressed content, 64 hexadecimal digits.
        urls: where copies are published (plain, gzip, or gzipped tar), in the order to try.
        member: the file's path inside the tar archive, if that is what the urls give.
    """

    name: str
    sha256: str
    urls: tuple[str, ...]
    member: str = ""


@dataclass(frozen=True)
class Dataset:
    """A data set: the name of its folder, its title, its files and its licence."""

    name: str
    title: str
    files: tuple[DataFile, ...]
    licence: str


def _idx_files(mirrors, hashes):
    """Return the data files of an image set, given its mirrors and its hashes by file name."""
    return tuple(
        DataFile(name, sha256, tuple(f"{mirror}{name}.gz" for mirror in mirrors))
        for name, sha256 in hashes.items()
    )


MNIST = Dataset(
    name="mnist",
    title="MNIST: 70,000 handwritten digits, 28 x 28 pixels",
    files=_idx_files(
        mirrors=(
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
        ),
        hashes={
            "train-images-idx3-ubyte": (
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
            ),
            "train-labels-idx1-ubyte": (
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
            ),
            "t10k-images-idx3-ubyte": (
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"
            ),
            "t10k-labels-idx1-ubyte": (
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
            ),
        },
    ),
    licence="none stated by its authors; commonly given as CC BY-SA 3.0",
)

FASHION_MNIST = Dataset(
    name="fashion-mnist",
    title="Fashion-MNIST: 70,000 Zalando article images, 28 x 28 pixels",
    files=_idx_files(
        mirrors=(
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        ),
        hashes={
            "train-images-idx3-ubyte": (
                "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"
            ),
            "train-labels-idx1-ubyte": (
                "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"
            ),
            "t10k-images-idx3-ubyte": (
                "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"
            ),
            "t10k-labels-idx1-ubyte": (
                "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"
            ),
        },
    ),
    licence="MIT",
)

CALIFORNIA_HOUSING = Dataset(
    name="california-housing",
    title="California housing: 20,640 blocks of the 1990 census",
    files=(
        DataFile(
            name="cal_housing.data",
            sha256="23a7eecd83e5d57857691849577cdf9318097411a88e59c3c6e1fd79f62ba266",
            urls=(
                "https://ndownloader.figshare.com/files/5976036",
                "https://www.dcc.fc.up.pt/~ltorgo/Regression/cal_housing.tgz",
            ),
            member="CaliforniaHousing/cal_housing.data",
        ),
    ),
    licence="none stated (StatLib)",
)

DATASETS = {dataset.name: dataset for dataset in (MNIST, FASHION_MNIST, CALIFORNIA_HOUSING)}


def get_dataset(name):
    """Return the `Dataset` of that name.

    Raises:
        InputError: there is no such data set; the message lists those there are.
    """
    if name not in DATASETS:
        raise InputError(f"unknown data set {name!r}: the data sets are {', '.join(DATASETS)}")
    return DATASETS[name]
