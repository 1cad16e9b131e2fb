"""Narrows the facts about a graph to a scope, an op type, or what has a text in its name."""

from tf1_graphs.errors import InputError
from tf1_graphs.inspection.subject import sizes


def narrowed(facts, subject, scope=None, op=None, search=None):
    """Return facts about a part of the graph, and its nodes one by one as `nodes`.

    Args:
        facts: what `facts` returns.
        subject: the `Subject`.
        scope: keep what is in this name scope.
        op: keep what is of this op type, without regard to case.
        search: keep what has this text in its name, without regard to case.

    Raises:
        InputError: nothing is left; the message says what is near.
    """
    kinds = {node.name: node.op for node in subject.graph_def.node}
    names = [*kinds, *(row["name"] for row in facts["variables"] if row["name"] not in kinds)]

    def is_kept(name):
        return (
            (scope is None or name == scope or name.startswith(f"{scope.rstrip('/')}/"))
            and (op is None or kinds.get(name, "").lower() == op.lower())
            and (search is None or search.lower() in name.lower())
        )

    kept = {name for name in names if is_kept(name)}
    if not kept:
        asked = {"--scope": scope, "--op": op, "--search": search}
        given = " ".join(f"{flag} {value}" for flag, value in asked.items() if value is not None)
        known = sorted({name.split("/")[0] for name in names if "/" in name})
        if op is not None and scope is None and search is None:
            known = sorted(set(kinds.values()))
        listed = ", ".join(known[:12]) + ", …" * (len(known) > 12)
        raise InputError(f"{subject.title} has nothing that fits {given}; it has {listed}")
    found = dict(facts)
    for key in ("inputs", "outputs", "variables", "receptive"):
        found[key] = [row for row in facts[key] if row["name"] in kept]
    found["collections"] = {}
    found["scopes"] = {"name": "", "ops": len(kept), "types": {}, "scopes": []}
    found["blocks"] = [row for row in facts["blocks"] if row["names"][0].split(", ")[0] in kept]
    found["nodes"] = [_node(node, subject) for node in subject.graph_def.node if node.name in kept]
    return found


def _node(node, subject):
    outputs = subject.graph.get_operation_by_name(node.name).outputs
    return {
        "name": node.name,
        "op": node.op,
        "shapes": [sizes(tensor.shape) for tensor in outputs],
        "inputs": list(node.input),
    }
