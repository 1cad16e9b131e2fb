"""The table of cost against size."""

from tf1_graphs.bench import sizes


def test_the_networks_have_from_50_to_10_million_parameters():
    counts = [sizes.Settings(units).parameters for units in sizes.UNITS]
    assert [f"{count:.0e}" for count in counts[1:]] == ["1e+03", "1e+04", "1e+05", "1e+06", "1e+07"]
    assert counts[0] == 42  # 8 + 4, 16 + 4, 8 + 2


def test_a_line_for_each_network_and_mini_batch():
    found = list(sizes.sizes(repeats=1, seconds=0.01, units=(4,), mini_batches=(16, 64)))
    assert [(item["parameters"], item["batch_size"]) for item in found] == [(42, 16), (42, 64)]
    lines = [sizes.line(item) for item in found]
    assert {len(line) for line in lines} == {len(sizes.HEADING)}
    assert all(item["contenders"][0]["ratio"] == 1 for item in found)
