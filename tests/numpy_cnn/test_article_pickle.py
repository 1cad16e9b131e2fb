"""The article's pickle: every honest one is read, every other one is refused unexecuted."""

import builtins
import collections
import io
import os
import pickle
import struct
import subprocess

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import article_pickle as module
from tf1_graphs.numpy_cnn import initial_parameters, load_article_pickle


@pytest.fixture
def load(tmp_path):
    """Write bytes, or the pickle of an object, and load them as the article's file."""

    def load(content, **options):
        path = tmp_path / "cnn_params.pkl"
        path.write_bytes(content if isinstance(content, bytes) else pickle.dumps(content))
        return load_article_pickle(path, **({"shapes": None} | options))

    return load


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("dtype", ["<f8", ">f8", "<f4", ">f4"])
def test_every_protocol_type_and_byte_order(load, params, protocol, dtype):
    stored = {name: value.astype(dtype) for name, value in params.items()}
    loaded = load(pickle.dumps(stored, protocol))
    assert list(loaded) == list(params)
    for name, value in stored.items():
        assert np.array_equal(loaded[name], value)
        assert loaded[name].dtype == value.dtype.newbyteorder("=")
        assert loaded[name].flags.writeable


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_order_of_axes(load, params, protocol):
    params["W1"] = params["W1"].transpose(1, 0, 2, 3).copy().transpose(1, 0, 2, 3)
    params["W2"] = np.asfortranarray(params["W2"])
    params["W3"] = np.repeat(params["W3"], 2, axis=1)[:, ::2]
    loaded = load(pickle.dumps(params, protocol))
    assert all(np.array_equal(loaded[name], value) for name, value in params.items())


@pytest.mark.parametrize("protocol", [2, 4])
def test_numpy_1_names(load, params, protocol):
    content = pickle.dumps(params, protocol)
    # In protocol 4 the name has its length before it; the module's is one shorter in NumPy 1.
    old = content.replace(b"\x16numpy._core.multiarray", b"\x15numpy.core.multiarray")
    old = old.replace(b"cnumpy._core.multiarray", b"cnumpy.core.multiarray")
    old = old[:2] + old[11:] if protocol == 4 else old  # without the frame and its length
    assert b"_core" not in old
    loaded = load(old)
    assert all(np.array_equal(loaded[name], value) for name, value in params.items())


def test_the_articles_network_is_the_default(load, params):
    article = initial_parameters(np.random.RandomState(0))
    assert np.array_equal(load(article, shapes=module.ARTICLE_SHAPES)["W2"], article["W2"])
    with pytest.raises(InputError, match=r"cnn_params.pkl: .*expected W1 \[30, 1, 5, 5\]"):
        load(params, shapes=module.ARTICLE_SHAPES)


class Calls:
    """An object whose pickle calls a function, as an attacker would make it."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@pytest.mark.parametrize(
    "function",
    [
        os.system,
        builtins.eval,
        builtins.exec,
        builtins.getattr,
        subprocess.Popen,
        np.load,
        np.fromfile,
        collections.OrderedDict,
        pickle.loads,
    ],
)
@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_forbidden_name_is_refused_and_not_run(load, params, tmp_path, function, protocol):
    victim = tmp_path / "made"
    hostile = Calls(function, f"touch {victim}")
    for placed in (hostile, params | {"b3": hostile}, {"W1": [(1, {"a": hostile})]}):
        # Old protocols use Python 2's name of the module, `__builtin__.eval`.
        with pytest.raises(InputError, match=rf"forbidden [\w.]+\.{function.__name__}$"):
            load(pickle.dumps(placed, protocol))
    assert not victim.exists()


def test_a_hidden_name_inside_an_array_is_refused(load, tmp_path, params):
    hidden = np.array([Calls(os.system, f"touch {tmp_path / 'made'}")] * 4, dtype=object)
    with pytest.raises(InputError, match=r"found the type 'O8'|forbidden \w+.system"):
        load(params | {"b3": hidden})
    assert not (tmp_path / "made").exists()


def test_names_are_not_looked_up_through_dots(load):
    # Protocol 4 lets a name walk through attributes: numpy's own modules lead to os.
    with pytest.raises(InputError, match=r"forbidden numpy.f2py.os.system"):
        load(b"\x80\x04\x8c\x05numpy\x8c\x0ef2py.os.system\x93.")


@pytest.mark.parametrize("name", ["ndarray.tofile", "dtype.__class__"])
def test_attributes_of_admitted_names_are_refused(load, name):
    content = b"\x80\x04\x8c\x05numpy\x8c" + bytes([len(name)]) + name.encode() + b"\x93."
    with pytest.raises(InputError, match=f"forbidden numpy.{name}"):
        load(content)


def test_the_stand_ins_cannot_be_changed(load, params):
    # BUILD with a pair (None, {...}) sets attributes of whatever is on the stack.
    for name in (b"c_codecs\nencode\n", b"cnumpy\ndtype\n", b"cnumpy\nndarray\n"):
        for attribute in (b"__defaults__", b"find_class", b"value", b"__init__"):
            content = name + b"(N}(V" + attribute + b"\nI1\nutb."
            with pytest.raises(InputError, match="damaged or not a pickle"):
                load(content)
    loaded = load(params)
    assert all(np.array_equal(loaded[k], v) for k, v in params.items())


def test_other_encodings_are_refused(load):
    # `zlib` would inflate a bomb, and any name would import the module of that name.
    with pytest.raises(InputError, match="encoded as latin1, found 'zlib'"):
        load(b"c_codecs\nencode\n(Vabc\nVzlib\ntR.")


def test_an_index_beyond_the_file_is_refused_before_memory_is_taken(load):
    with pytest.raises(InputError, match="expected an index below 7, found 4294967295"):
        load(b"}r" + struct.pack("<I", 2**32 - 1) + b".")


def test_every_truncation_is_refused(load, params):
    content = pickle.dumps(params, 2)
    for length in [*range(0, 600, 7), *range(600, len(content), 211)]:
        with pytest.raises(InputError, match=r"damaged or not a pickle|found"):
            load(content[:length])


@pytest.mark.filterwarnings("ignore:invalid escape sequence")
def test_random_damage_ends_in_parameters_or_in_input_error(load, params):
    content = pickle.dumps(params, 4)
    rng = np.random.RandomState(0)
    refused = 0
    for _ in range(200):
        damaged = bytearray(content)
        for place in rng.randint(0, len(damaged), 3):
            damaged[place] = rng.randint(256)
        # Most of the bytes are values, which may be any; the first hundreds are structure.
        damaged[rng.randint(0, 200)] = rng.randint(256)
        try:
            load(bytes(damaged))
        except InputError:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x80\x04", b"\x93NUMPY\x01\x00", b"PK\x03\x04", bytes(100)]
)
def test_what_is_no_pickle_is_refused(load, content):
    with pytest.raises(InputError, match=r"cnn_params.pkl is damaged or not a pickle"):
        load(content)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"none.pkl cannot be read: No such file"):
        load_article_pickle(tmp_path / "none.pkl")


def changed(**entries):
    return lambda params: params | entries


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (list, "found list"),
        (lambda params: params["W1"], "found _Array"),
        (lambda params: {k: v for k, v in params.items() if k != "b2"}, "expected the parameters"),
        (changed(b4=np.zeros(2)), "found .*'b4'"),
        (changed(b3=[0.0] * 4), "expected b3 as an array .* found list"),
        (changed(b3=np.zeros(4, np.int64)), "found the type 'i8'"),
        (changed(b3=np.zeros(4, np.complex128)), "found the type 'c16'"),
        (changed(b3=np.array(["a"] * 4)), "found the type 'U1'"),
        (changed(b3=np.array([None] * 4)), "found the type 'O8'"),
        (changed(b3=np.zeros(4, [("x", "f8")])), "found the type 'V8'"),
        (changed(b3=np.float64(0)), "forbidden numpy.*scalar"),
        (changed(b3=np.zeros(5)), r"expected b3 \[4\], found \[5\]"),
        (changed(b3=np.array([0, 0, np.inf, 0])), "expected finite values in b3"),
        (changed(b3=np.zeros(4, np.float32)), "found W1 float64 and b3 float32"),
    ],
)
def test_other_contents_are_refused(load, params, change, message):
    with pytest.raises(InputError, match=message):
        load(change(params))


def made_by_hand(shape, dtype="f8", order="<", buffer=bytes(32), fortran=False):
    """A pickle of `{"b3": array}` whose array is put together from any parts."""
    out = io.BytesIO()

    class Pickler(pickle._Pickler):
        def save_array(self, _):
            self.write(b"cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\n")
            for value in ((0,), b"b"):
                self.save(value)
            self.write(b"tR(")
            for value in (1, shape):
                self.save(value)
            self.write(b"cnumpy\ndtype\n(")
            for value in (dtype, False, True):
                self.save(value)
            self.write(b"tR(")
            for value in (3, order, None, None, None, -1, -1, 0):
                self.save(value)
            self.write(b"tb")
            for value in (fortran, buffer):
                self.save(value)
            self.write(b"tb")

        dispatch = pickle._Pickler.dispatch | {type: save_array}

    Pickler(out, 4).dump({"b3": type})
    return out.getvalue()


def test_an_array_by_hand_is_read_until_its_parts_disagree(load):
    with pytest.raises(InputError, match=r"expected the parameters .*found \['b3'\]"):
        load(made_by_hand((4,)))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"shape": (5,)}, "expected 5 values, found 4"),
        ({"shape": (10**18,)}, f"expected {10**18} values, found 4"),
        ({"shape": (-4,)}, "expected -4 values, found 4"),
        ({"shape": "four"}, "damaged or not a pickle"),
        ({"shape": (4,), "buffer": b"123"}, "damaged or not a pickle: buffer size"),
        ({"shape": (4,), "buffer": [0, 0, 0, 0]}, "damaged or not a pickle"),
        ({"shape": (4,), "dtype": "O8"}, "found the type 'O8'"),
        ({"shape": (4,), "dtype": "f8,f8"}, "found the type 'f8,f8'"),
        ({"shape": (4,), "dtype": ["f8"]}, r"found the type \['f8'\]"),
        ({"shape": (4,), "order": "|O"}, "expected a byte order < or >, found '|O'"),
    ],
)
def test_parts_that_disagree_are_refused(load, parts, message):
    with pytest.raises(InputError, match=message):
        load(made_by_hand(**parts))


def test_a_state_without_an_array_type_is_refused(load):
    with pytest.raises(InputError, match="expected an array type, found str"):
        load(b"cnumpy\nndarray\n)R(I1\n(I4\ntVf8\nI00\nVabc\ntb.")
