"""The network: the article's initial values, its gradients, its accuracy, its refusals."""

import subprocess
import sys

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import (
    ARTICLE_SHAPES,
    accuracy,
    gradients,
    initial_parameters,
    logits,
    loss,
)


def test_initial_parameters_are_those_of_the_articles_constructor():
    np.random.seed(42)
    w1 = 0.01 * np.random.randn(30, 1, 5, 5)
    w2 = 0.01 * np.random.randn(4320, 100)
    w3 = 0.01 * np.random.randn(100, 10)
    made = initial_parameters(np.random.RandomState(42))
    assert {name: value.shape for name, value in made.items()} == dict(ARTICLE_SHAPES)
    assert {value.dtype for value in made.values()} == {np.dtype(np.float64)}
    for name, expected in (("W1", w1), ("W2", w2), ("W3", w3)):
        assert np.array_equal(made[name], expected)
    assert not any(made[name].any() for name in ("b1", "b2", "b3"))


def test_initial_parameters_leave_the_generator_where_the_article_does():
    np.random.seed(42)
    np.random.randn(30 * 25 + 4320 * 100 + 100 * 10)
    rng = np.random.RandomState(42)
    initial_parameters(rng)
    assert np.array_equal(rng.choice(5000, 100), np.random.choice(5000, 100))


def test_initial_parameters_in_float32_are_the_same_numbers_rounded():
    wide = initial_parameters(np.random.RandomState(3), (1, 6, 6), 2, 3, 4)
    narrow = initial_parameters(np.random.RandomState(3), (1, 6, 6), 2, 3, 4, dtype=np.float32)
    assert all(np.array_equal(narrow[k], v.astype(np.float32)) for k, v in wide.items())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rng": np.random.default_rng(0)}, "expected a numpy.random.RandomState, found Generator"),
        ({"input_shape": (1, 28, 27)}, "expected square images, found 28 x 27"),
        ({"input_shape": (1, 27, 27)}, "even side for 2 x 2 pooling, found 23 x 23"),
        ({"input_shape": (1, 4, 4)}, "filter 5 pixels long does not fit"),
        ({"filters": 0}, "expected W1 with 4 axes, none of them empty"),
        ({"dtype": np.float16}, "found float16"),
    ],
)
def test_initial_parameters_refuse(arguments, message):
    with pytest.raises(InputError, match=message):
        initial_parameters(**({"rng": np.random.RandomState(0)} | arguments))


def test_logits_by_loops(params, images):
    """The whole network once more, with nothing but loops over positions."""
    expected = []
    for image in images[:3]:
        maps = np.empty((3, 6, 6))
        for f, i, j in np.ndindex(maps.shape):
            window = image[:, i : i + 3, j : j + 3]
            maps[f, i, j] = max((window * params["W1"][f]).sum() + params["b1"][f], 0)
        pooled = np.empty((3, 3, 3))
        for f, i, j in np.ndindex(pooled.shape):
            pooled[f, i, j] = maps[f, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
        hidden = np.maximum(pooled.reshape(-1) @ params["W2"] + params["b2"], 0)
        expected.append(hidden @ params["W3"] + params["b3"])
    np.testing.assert_allclose(logits(params, images[:3]), expected, rtol=1e-12)


def test_loss_before_training_is_log_10():
    params = initial_parameters(np.random.RandomState(0))
    x = np.random.RandomState(1).rand(4, 1, 28, 28)
    assert loss(params, x, np.array([0, 3, 5, 9])) == pytest.approx(np.log(10), abs=0.01)


def test_gradients_have_the_names_and_shapes_of_the_parameters(params, images, labels):
    grads = gradients(params, images, labels)
    assert {k: g.shape for k, g in grads.items()} == {k: p.shape for k, p in params.items()}


def test_gradients_of_a_batch_are_the_mean_of_its_images(params, images, labels):
    whole = gradients(params, images, labels)
    single = [gradients(params, images[i : i + 1], labels[i : i + 1]) for i in range(12)]
    for name, expected in whole.items():
        mean = np.mean([grads[name] for grads in single], axis=0)
        np.testing.assert_allclose(mean, expected, rtol=1e-10, atol=1e-14)


def test_gradients_leave_their_arguments(params, images, labels):
    before = [value.copy() for value in (*params.values(), images, labels)]
    gradients(params, images, labels)
    after = (*params.values(), images, labels)
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_the_type_of_the_parameters_decides(params, images, labels):
    narrow = {name: value.astype(np.float32) for name, value in params.items()}
    assert logits(params, images.astype(np.float32)).dtype == np.float64
    assert logits(narrow, images).dtype == np.float32
    assert {g.dtype for g in gradients(narrow, images, labels).values()} == {np.dtype("float32")}


def test_accuracy_counts(params, images):
    labels = logits(params, images).argmax(axis=1)
    labels[:3] = (labels[:3] + 1) % 4
    assert accuracy(params, images, labels, batch_size=4) == 9 / 12
    assert accuracy(params, images, np.eye(4)[labels], batch_size=4) == 9 / 12
    assert accuracy(params, images[:8], labels[:8], batch_size=4) == 5 / 8


def test_accuracy_as_printed_leaves_out_the_last_images_but_divides_by_all(params, images):
    labels = logits(params, images).argmax(axis=1)
    assert accuracy(params, images, labels, batch_size=5) == 10 / 12
    assert accuracy(params, images, labels, batch_size=100) == 0
    assert accuracy(params, images, labels, batch_size=5, corrected=True) == 1
    assert accuracy(params, images, labels, batch_size=100, corrected=True) == 1


def test_accuracy_refuses_a_batch_size_of_0(params, images, labels):
    with pytest.raises(InputError, match="expected a batch size of at least 1, found 0"):
        accuracy(params, images, labels, batch_size=0)


@pytest.mark.parametrize("function", [loss, gradients, accuracy])
def test_bad_input_is_refused_everywhere(params, images, labels, function):
    with pytest.raises(InputError, match=r"expected images \[n, 2, 8, 8\]"):
        function(params, images[:, :1], labels)
    with pytest.raises(InputError, match="expected at least one image"):
        function(params, images[:0], labels[:0])
    with pytest.raises(InputError, match="found nan in image 0"):
        function(params, images * np.nan, labels)
    with pytest.raises(InputError, match="expected labels from 0 to 3, found 4"):
        function(params, images, labels + 1)
    with pytest.raises(InputError, match=r"expected labels \[12\]"):
        function(params, images, labels[:11])
    with pytest.raises(InputError, match=r"expected b3 \[4\], found \[1\]"):
        function(params | {"b3": np.zeros(1)}, images, labels)


def test_logits_refuse_bad_input(params, images):
    with pytest.raises(InputError, match=r"expected images \[n, 2, 8, 8\]"):
        logits(params, images[:, :, :7])
    with pytest.raises(InputError, match=r"expected W2"):
        logits(params | {"W2": params["W2"][1:]}, images)


def test_the_package_imports_no_tensorflow():
    code = "import sys, tf1_graphs.numpy_cnn; print([m for m in sys.modules if 'tensorflow' in m])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
