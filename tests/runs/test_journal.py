"""The journal of what sessions returned: what is written is read again, what is damaged is not."""

import numpy as np
import pytest

from tf1_graphs.runs import journal


def write(folder, values, limit=10**6):
    made = journal.Journal(folder, limit)
    made.restart(0)
    for number, value in enumerate(values, 1):
        made.append_call(("clocks", number, value))
        if number % 4 == 0:
            made.seal(number)
            made.rotate(number)
    made.close()
    return made


def read(folder, warnings=None):
    return [call[2] for call, _ in journal.calls(journal.read(folder, warnings))]


def test_calls_are_read_as_they_were_written(tmp_path):
    values = [None, np.float32(0.1), [b"text", {"a": np.arange(6).reshape(2, 3)}], "é", 3, 4.5]
    write(tmp_path, values)
    found = read(tmp_path)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "segment-000000004.z",
        "tail-000000004",
    ]
    assert found[1].dtype == np.float32
    assert found[2][1]["a"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert found[0] is None
    assert found[3:] == values[3:]


def test_a_large_array_is_kept_once_and_can_be_written_to(tmp_path):
    array = np.random.RandomState(0).rand(1000)
    write(tmp_path, [array] * 9)
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert array.nbytes < size < 1.5 * array.nbytes
    found = read(tmp_path)
    found[0][0] = 7
    assert found[1].tobytes() == array.tobytes()


def test_a_tail_that_is_cut_off_ends_there(tmp_path):
    write(tmp_path, range(7))
    tail = tmp_path / "tail-000000004"
    tail.write_bytes(tail.read_bytes()[:-3])
    assert read(tmp_path) == [0, 1, 2, 3, 4, 5]


def test_a_damaged_segment_ends_what_can_be_read(tmp_path):
    write(tmp_path, range(12))
    segment = tmp_path / "segment-000000008.z"
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 255
    segment.write_bytes(content)
    warnings = []
    assert read(tmp_path, warnings)[:4] == [0, 1, 2, 3]
    assert len(read(tmp_path)) < 8
    assert "segment-000000008.z is damaged" in warnings[0]


def test_going_on_behind_a_call_drops_what_came_later(tmp_path):
    write(tmp_path, range(10))
    again = journal.Journal(tmp_path, 10**6)
    again.restart(4)
    again.append_call(("clocks", 5, "other"))
    again.close()
    assert read(tmp_path) == [0, 1, 2, 3, "other"]


def test_the_bound_is_kept(tmp_path):
    with pytest.raises(journal.FullError):
        write(tmp_path, np.random.RandomState(0).rand(50, 1000), limit=100_000)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 100_000
