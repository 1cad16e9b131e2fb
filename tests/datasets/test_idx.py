import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tf1_graphs.datasets.idx import encode_idx, parse_idx
from tf1_graphs.errors import InputError

arrays = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5))


@given(arrays)
def test_round_trip(array):
    parsed = parse_idx(encode_idx(array), "file")
    assert parsed.dtype == np.uint8
    assert parsed.shape == array.shape
    np.testing.assert_array_equal(parsed, array)


@given(arrays)
def test_round_trip_of_a_view_in_another_memory_order(array):
    np.testing.assert_array_equal(parse_idx(encode_idx(array.T), "file"), array.T)


@given(arrays, st.data())
def test_every_truncation_is_an_error(array, data):
    content = encode_idx(array)
    kept = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(InputError, match=r"^file "):
        parse_idx(content[:kept], "file")


@given(st.binary(max_size=64))
def test_any_bytes_parse_or_are_refused(content):
    try:
        array = parse_idx(content, "file")
    except InputError:
        return
    assert encode_idx(array) == content


def test_layout_of_the_bytes():
    array = np.arange(6, dtype=np.uint8).reshape(2, 3)
    assert encode_idx(array).hex() == "000008020000000200000003000102030405"


def test_parsed_array_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        parse_idx(encode_idx(np.zeros(3, np.uint8)), "file")[0] = 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is not an IDX file: it begins with nothing"),
        ("000008", "is not an IDX file: it begins with 000008"),
        ("1f8b0801", "is not an IDX file: it begins with 1f8b0801"),
        ("00000d01", "holds IDX elements of type 0x0d: expected unsigned bytes, 0x08"),
        ("0000080200000001", "ends within its IDX header of 12 bytes"),
        ("000008010000000201", r"holds 1 elements: its IDX header \(2,\) asks for 2"),
        ("0000080100000001ffff", r"holds 2 elements: its IDX header \(1,\) asks for 1"),
    ],
)
def test_bad_content(content, message):
    with pytest.raises(InputError, match=f"^mnist/labels {message}"):
        parse_idx(bytes.fromhex(content), "mnist/labels")


def test_only_unsigned_bytes_are_encoded():
    with pytest.raises(InputError, match="cannot write float64 elements as IDX: expected uint8"):
        encode_idx(np.zeros(3))
