"""Describes the facts about a graph as lines of text."""

from tf1_graphs import tables

SHOWN_DIFFERENCES = 40
SHOWN_NODES = 100


def describe(facts, depth=2):
    """Describe a graph.

    Args:
        facts: what `facts` returns.
        depth: levels of name scopes to list.

    Returns:
        List of lines.
    """
    lines = [facts["title"], *_notes(facts["notes"])]
    seed = "no graph seed" if facts["graph_seed"] is None else f"graph seed {facts['graph_seed']}"
    lines.append(f"{facts['ops']} ops, {seed}")
    lines += _section("name scopes (ops in all)", _scopes(facts["scopes"], depth))
    lines += _section("inputs", tables.lines(map(_input, facts["inputs"])))
    lines += _section("outputs", tables.lines(map(_output, facts["outputs"])))
    lines += _section("signatures", tables.lines(_signatures(facts["signatures"])))
    shown = [row for row in facts["variables"] if row["role"] != "slot"]
    header = ("", "shape", "dtype", "parameters", "trainable", "updated by")
    lines += _section("variables", tables.lines(map(_variable, shown), header))
    if any("values" in row for row in facts["variables"]):
        header = ("", "mean", "stddev", "min", "max", "zeros", "NaN", "inf")
        measured = [_values(row) for row in facts["variables"] if row.get("values")]
        lines += _section("values", tables.lines(measured, header))
    header = ("", "graph seed", "op seed", "initial value")
    seeded = map(_initial_value, shown) if facts["ops"] else ()
    lines += _section("initial values", tables.lines(seeded, header))
    lines += _section("parameters", _parameters(facts))
    header = ("", "kernel", "stride", "padding", "output", "receptive field", "jump")
    lines += _section(
        "convolutions and pools", tables.lines(map(_layer, facts["receptive"]), header)
    )
    lines += _section(*_costs(facts["costs"]))
    lines += _section("blocks that are repeated", map(_block, facts["blocks"]))
    if "nodes" in facts:
        listed = [_node(row) for row in facts["nodes"][:SHOWN_NODES]]
        more = len(facts["nodes"]) - SHOWN_NODES
        listed = tables.lines(listed, ("", "op", "shape", "inputs"))
        listed += [f"… and {more} more; --json FILE has all of them"] * (more > 0)
        lines += _section(f"nodes ({len(facts['nodes'])})", listed)
    return lines + _section("collections", map(_collection, facts["collections"].items()))


def verdict(title, comparison):
    """Say what a `Comparison` found, as lines; of many differences, the first ones."""
    found = comparison.differences
    if not found:
        return [f"{title}: identical ({comparison.compared})", *_notes(comparison.notes)]
    count = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    more = len(found) - SHOWN_DIFFERENCES
    left_out = [f"… and {more} more; --json FILE has all of them"] if more > 0 else []
    return [
        f"{title}: {count}",
        *found[:SHOWN_DIFFERENCES],
        *left_out,
        *_notes(comparison.notes),
    ]


def _notes(notes):
    return [f"note: {note}" for note in notes]


def _section(title, lines):
    lines = [f"  {line}" for line in lines]
    return ["", title, *lines] if lines else []


def _scopes(scope, depth):
    return tables.lines(_indented(scope, depth))


def _indented(scope, depth, indent=""):
    for child in scope["scopes"] if depth else ():
        yield f"{indent}{child['name']}", f"{child['ops']:>4}"
        yield from _indented(child, depth - 1, indent + "  ")


def shape_text(shape):
    """Return a shape as text: `[?, 784]`, or `unknown`."""
    if shape is None:
        return "unknown"
    return f"[{', '.join('?' if size is None else str(size) for size in shape)}]"


def _input(row):
    default = "" if row["default"] is None else f"default {row['default']}"
    return row["name"], row["dtype"], shape_text(row["shape"]), default


def _output(row):
    shape = "" if row["dtype"] is None else shape_text(row["shape"])
    return row["as"], row["name"], row["dtype"] or "", shape


def _variable(row):
    count = "?" if row["parameters"] is None else str(row["parameters"])
    trainable = {True: "yes", False: "no", None: "?"}[row["trainable"]]
    return (
        row["name"],
        shape_text(row["shape"]),
        row["dtype"],
        f"{count:>10}",
        trainable,
        _updated(row),
    )


def _initial_value(row):
    seeds = ("", "")
    if row["op_seed"] is not None:
        seeded = row["op_seed"] or row["graph_seed"]
        default = " (default)" if row["default_seed"] else ""
        seeds = (str(row["graph_seed"]), f"{row['op_seed']}{default}") if seeded else ("none",) * 2
    return row["name"], *seeds, row["initializer"] or "none in the graph"


def _updated(row):
    if not row["updated_by"]:
        return "nothing"
    texts = [_update(*update.split(" ")) for update in row["updated_by"]]
    if len(texts) > 2:
        texts[2:] = [f"{len(texts) - 2} more"]
    if row["in_update_ops"]:
        texts[0] += ", in UPDATE_OPS"
    prefix = f"{row['name']}/"
    slots = ", ".join(slot.removeprefix(prefix) for slot in row["slots"])
    return ", ".join(texts) + (f"; slots {slots}" if slots else "")


def _update(kind, name):
    # `train/Adam/update_fc1/kernel/ApplyAdam` belongs to the optimizer `train/Adam`.
    if "Apply" in kind and "/update_" in name:
        return f"{kind} of {name.partition('/update_')[0]}"
    return f"{kind} {name}"


def _signatures(signatures):
    for name, signature in signatures.items():
        inputs = ", ".join(f"{key} ({tensor})" for key, tensor in signature["inputs"].items())
        outputs = ", ".join(f"{key} ({tensor})" for key, tensor in signature["outputs"].items())
        yield name, f"{inputs or 'nothing'} -> {outputs}"


def _values(row):
    found = row["values"]
    texts = ["" if found[key] is None else f"{found[key]:.4g}" for key in _MEASURES]
    counts = [str(found[key]) for key in ("zeros", "nan", "inf")]
    return row["name"], *texts, *counts


_MEASURES = ("mean", "stddev", "min", "max")


def _costs(costs):
    """Return title and lines of the table of costs; no lines where nothing is multiplied."""
    used = ", ".join(f"{name} {shape_text(sizes)}" for name, sizes in costs["shapes"].items())
    rows = [row for row in costs["scopes"] if row["level"] < 2]
    if not any(row["multiply_adds"] for row in rows):
        return "", []
    lines = tables.lines(
        (
            (
                row["name"] or "in all",
                f"{row['parameters']:>12}",
                f"{row['multiply_adds']:>14}",
                f"{row['activation_bytes']:>12}",
                f"{row['unknown']} ops of unknown shape" if row["unknown"] else "",
            )
            for row in rows
        ),
        ("", "parameters", "multiply-adds", "bytes of activations", ""),
    )
    lines += ["an op in a loop is counted once"] * costs["in_loops"]
    return f"costs of the forward part, for {used or 'its inputs'}", lines


def _block(row):
    first, last = row["names"]
    where = f" in {row['scope']}" if row["scope"] else ""
    each = f"{row['ops']} ops, {row['parameters']} parameters each"
    return f"{row['times']} times{where}: {row['layers']} ({first} … {last}; {each})"


def _node(row):
    shapes = "; ".join(map(shape_text, row["shapes"]))
    return row["name"], row["op"], shapes, ", ".join(row["inputs"])


def _parameters(facts):
    totals = facts["parameters"]
    weights = [row for row in facts["variables"] if row["role"] == "weights"]
    if not facts["variables"]:
        return []
    if any(row["trainable"] is None for row in facts["variables"]):
        numbers = sum(totals.values())
        return [f"{numbers} numbers in all variables; the file does not say which are trained"]
    averages = totals["moving averages"]
    lines = [f"{totals['trainable']} trainable, in {len(weights)} variables"]
    if averages:
        lines.append(f"{averages} moving averages; {totals['trainable'] + averages} with them")
    if totals["slots"] or totals["other"]:
        lines.append(f"besides: {totals['slots']} in slots, {totals['other']} in other variables")
    return lines


def _layer(row):
    return (
        f"{row['name']} ({row['op']})",
        _sizes(row["kernel"])
        + (f" dilated {_sizes(row['dilation'])}" if set(row["dilation"] or [1]) != {1} else ""),
        _sizes(row["stride"]),
        row["padding"],
        _sizes(row["output"]),
        _sizes(row["receptive_field"]),
        _sizes(row["jump"]),
    )


def _sizes(values):
    if values is None:
        return "?"
    return "×".join("?" if value is None else str(value) for value in values)


def _collection(item):
    key, names = item
    shown = ", ".join([*names[:4], "…"] if len(names) > 4 else names)
    return f"{key} ({len(names)}): {shown}"
