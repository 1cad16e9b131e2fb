"""Saves and restores what sessions keep from one call to the next.

The graph is not touched, since one op more would change the seeds of those that follow: variables
are read by the ops that they have, and set by their own initializers with another value fed.
"""

import dataclasses

import numpy as np

from tf1_graphs.tensorflow1 import in_condition, tf
from tf1_graphs.tensorflow1.kernels import streams

_REFERENCES = {"VariableV2", "Variable"}
_ASSIGNS = {"Assign", "AssignVariableOp"}


class UnknownStateError(Exception):
    """Something that a session keeps cannot be saved or restored; the text says what."""


@dataclasses.dataclass
class Iterator:
    """How an iterator, or a table, came to where it is.

    Attributes:
        maker: the op that set it to its beginning, or None where it begins by itself.
        feeds: what that call was fed.
        get: the op that takes an element.
        taken: elements that were taken since.
    """

    maker: object = None
    feeds: dict = dataclasses.field(default_factory=dict)
    get: object = None
    taken: int = 0


def note(iterators, traits, feeds):
    """Note what a call does to iterators and tables: {name of the resource: `Iterator`}."""
    for maker in traits.makers:
        resource = maker.inputs[-1] if maker.type == "MakeIterator" else maker.inputs[0]
        iterators[resource.name] = Iterator(maker, dict(feeds or {}))
    for get in traits.gets:
        iterator = iterators.setdefault(get.inputs[0].name, Iterator())
        iterator.get = get
        iterator.taken += 1


def saved(sessions, run):
    """Return what sessions keep, to be pickled.

    Args:
        sessions: the open ones, by number.
        run: function that runs a session: `Session.run` itself.

    Returns:
        {"variables": {session: {name: array}}, "streams": [tuple]}.

    Raises:
        UnknownStateError: a variable cannot be read.
    """
    variables = {number: _variables(session, run) for number, session in sessions.items()}
    found = []
    if streams.are_known():
        # Of a kernel that was made twice, the later one is at the end.
        found = [dataclasses.astuple(it) for it in streams.positions() if it.session in sessions]
    return {"variables": variables, "streams": found}


def restore(state, sessions, iterators, run):
    """Put back what `saved` returned.

    Args:
        state: what it returned.
        sessions: the open ones, by number.
        iterators: of each session, what `note` has noted.
        run: function that runs a session.

    Raises:
        UnknownStateError: a variable cannot be set.
    """
    for number, session in sessions.items():
        for iterator in iterators.get(number, {}).values():
            if iterator.maker is not None:
                run(session, iterator.maker, iterator.feeds)
            for _ in range(iterator.taken):
                try:
                    run(session, iterator.get)
                except tf.errors.OutOfRangeError:
                    break
        _set_variables(session, state["variables"].get(number, {}), run)
    for stream in state["streams"]:
        streams.expect(streams.Stream(*stream))


def _variables(session, run):
    readers = _readers(session.graph)
    if not readers:
        return {}
    try:
        return dict(zip(readers, run(session, list(readers.values())), strict=True))
    except tf.errors.FailedPreconditionError:
        pass  # some are not initialized
    except tf.errors.NotFoundError:
        pass
    values = {}
    for name, tensor in readers.items():
        try:
            values[name] = run(session, tensor)
        except (tf.errors.FailedPreconditionError, tf.errors.NotFoundError):
            continue
    return values


def _readers(graph):
    """Return, by the name of each variable, the tensor that reads it."""
    readers = {}
    for operation in graph.get_operations():
        if operation.type in _REFERENCES:
            readers[operation.name] = operation.outputs[0]
        elif operation.type == "VarHandleOp":
            reads = [
                reader
                for reader in operation.outputs[0].consumers()
                if reader.type == "ReadVariableOp"
                and not reader.control_inputs
                and not in_condition(reader)
            ]
            if not reads:
                raise UnknownStateError(f"the variable {operation.name}, which nothing reads")
            readers[operation.name] = reads[0].outputs[0]
    return readers


def _set_variables(session, values, run):
    pending = []
    for name, value in values.items():
        operation = session.graph.get_operation_by_name(name)
        assigns = [
            assign
            for assign in operation.outputs[0].consumers()
            if assign.type in _ASSIGNS
            and assign.inputs[0] is operation.outputs[0]
            and not assign.control_inputs
            and not in_condition(assign)
        ]
        if not assigns:
            raise UnknownStateError(f"the variable {name}, which nothing sets")
        pending.append((assigns[0], value))
    while pending:  # several variables may have one tensor for their initial value
        feeds, later = {}, []
        targets = []
        for assign, value in pending:
            key = assign.inputs[1]
            if key.name in feeds:
                later.append((assign, value))
            else:
                feeds[key.name] = np.asarray(value)
                targets.append(assign)
        run(session, targets, feeds)
        pending = later
