"""Remembers what `Session.run` makes of its fetches and of the keys it is fed by.

Of a small network's step `Session.run` takes most of the time in Python, to look at the same
fetches and keys again. The second time they are known, and the same call of TensorFlow's is made
with them; of a small graph that is asked for the same again and again it is made by a step that is
prepared for it. What is fed is converted and checked each time. Whatever is unusual or wrong is
left to TensorFlow's own `Session._run`, which raises its own errors.

Private names of TensorFlow, each with its reason:

- `BaseSession._run`, `_do_call`, `_extend_graph`, `_call_tf_sessionrun`: the parts of `Session.run`
  before and after the one that is remembered; public is only the whole.
- `BaseSession._session` and `tf_session.TF_SessionMakeCallable`, `TF_SessionRunCallable`: a
  prepared step without the object around it, which would hold the session that holds it.
- `_FetchHandler` and `_convert_to_numpy_obj`: how a session reads fetches and checks integers.
- `Tensor._as_tf_output` and `Operation._c_op`: what a session calls TensorFlow with.
- `Graph._handle_feeders`: what is fed by a handle, which is left to TensorFlow.
"""

import functools

import numpy as np

from tf1_graphs.tensorflow1.graphs import keeps_tf1_rules
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import config_pb2
from tf1_graphs.tensorflow1.loading import session as sessions

_AT_MOST = 256
"""Requests that a session remembers; a program that asks for something new each time has no use
for them."""

_PREPARED_AT = 100
"""Equal calls after which a step is prepared for them: it is compiled and optimized once more."""

_SMALL = 2000
"""Ops of a graph below which that pays: what a step then saves is the same for all, 10 µs."""

_LEAVES = (tf.Tensor, tf.Operation, tf.Variable)


class _Request:
    """Fetches and feeds' keys as a session calls TensorFlow with them.

    Attributes:
        kept: the objects whose identities are the request's key, so that no other gets them.
        handler: TensorFlow's, which puts fetched values into the fetches' structure.
        feeds: of each key the tensor, what it is called with, its NumPy type, and the shapes that
            it has accepted.
        calls: how often it was asked for.
        step: the session's number of the step that is prepared for it, or None.
    """

    def __init__(self, graph, fetches, feed_dict):
        self.kept = (fetches, tuple(feed_dict))
        self.handler = sessions._FetchHandler(graph, fetches, {})
        self.fetches = [tensor._as_tf_output() for tensor in self.handler.fetches()]
        self.targets = [operation._c_op for operation in self.handler.targets()]
        self.fetched_ops = [tensor.op for tensor in self.handler.fetches()] + self.handler.targets()
        self.feeds = [
            (tensor, tensor._as_tf_output(), tensor.dtype.as_numpy_dtype, [None, set()])
            for tensor in feed_dict
        ]
        self.calls, self.step = 0, None

    def converted(self, graph, values):
        """Return what is fed, as arrays by what TensorFlow calls them; None if it is unusual."""
        if not all(map(graph.is_fetchable, self.fetched_ops)):
            return None
        found = {}
        for (tensor, output, dtype, accepted), value in zip(self.feeds, values, strict=True):
            if not graph.is_feedable(tensor):
                return None
            if type(value) is not np.ndarray:
                if isinstance(value, _UNUSUAL):
                    return None
                if isinstance(value, int) and sessions._convert_to_numpy_obj(dtype, value) != value:
                    return None
            array = _array(value, dtype)
            shape = tensor.get_shape()
            if accepted[0] is not shape:
                accepted[:] = shape, set()
            if array.shape not in accepted[1]:
                if not shape.is_compatible_with(array.shape):
                    return None
                accepted[1].add(array.shape)
            found[output] = array
        return found


def _array(value, dtype):
    """Convert a value as TensorFlow does, which looks at NumPy's version each time.

    Numbers that the type cannot hold wrap around, as before NumPy 2.
    """
    if type(value) is np.ndarray and value.dtype == dtype:
        return value
    if np.issubdtype(dtype, np.number):
        return np.asarray(value).astype(dtype)
    return np.asarray(value, dtype)


_UNUSUAL = (tf.Tensor, sessions.session_ops.TensorHandle)


def _key(fetches, feed_dict):
    """Return what two equal requests have in common, or None where it is not remembered."""
    kind = type(fetches)
    if kind is dict:
        names, leaves = tuple(fetches), tuple(fetches.values())
    elif kind in (list, tuple):
        names, leaves = None, fetches
    else:
        names, leaves = None, (fetches,)
    if type(feed_dict or {}) is not dict:
        return None
    if not all(isinstance(leaf, _LEAVES) for leaf in leaves):
        return None
    if not all(isinstance(fed, tf.Tensor) for fed in feed_dict or ()):
        return None
    return kind, names, tuple(map(id, leaves)), tuple(map(id, feed_dict or ()))


def _prepared(graph, fetches, feed_dict):
    """Return the request for a call that has succeeded, or None if it is unusual."""
    if any(tensor.op.name in graph._handle_feeders for tensor in feed_dict):
        return None
    request = _Request(graph, fetches, feed_dict)
    fed = {id(tensor) for tensor in feed_dict}
    plain = all(
        id(tensor) not in fed and not tensor.op.type.startswith("GetSessionHandle")
        for tensor in request.handler.fetches()
    )
    return request if plain and request.fetched_ops else None


def _execute(session, options, feeds, request, metadata):
    request.calls += 1
    if options is None and metadata is None:
        if request.calls == _PREPARED_AT and session._graph.version < _SMALL:
            request.step = _prepare_step(session, request)
        if request.step is not None:
            values = tuple(feeds.values())
            return sessions.tf_session.TF_SessionRunCallable(
                session._session, request.step, values, None
            )
    session._extend_graph()
    return session._call_tf_sessionrun(options, feeds, request.fetches, request.targets, metadata)


def _prepare_step(session, request):
    """Have a session prepare a step; it lasts as long as the session."""
    options = config_pb2.CallableOptions()
    options.feed.extend(tensor.name for tensor, *_ in request.feeds)
    options.fetch.extend(tensor.name for tensor in request.handler.fetches())
    options.target.extend(operation.name for operation in request.handler.targets())
    session._extend_graph()
    buffer = sessions.tf_session.TF_NewBufferFromString(options.SerializeToString())
    try:
        return sessions.tf_session.TF_SessionMakeCallable(session._session, buffer)
    finally:
        sessions.tf_session.TF_DeleteBuffer(buffer)


def _has_room(known):
    """Tell whether one more can be remembered; where there are too many, forget them first.

    Those with a prepared step are kept: another thread may be running it.
    """
    if len(known) >= _AT_MOST:
        for key, request in list(known.items()):
            if request is None or request.step is None:
                known.pop(key, None)
    return len(known) < _AT_MOST


def run_remembered(run):
    """Wrap `BaseSession._run`: in our graphs the second of equal requests is the first's."""

    @functools.wraps(run)
    def remembered(self, handle, fetches, feed_dict, options, run_metadata):
        key = _key(fetches, feed_dict) if handle is None and not self._closed else None
        if key is None:
            return run(self, handle, fetches, feed_dict, options, run_metadata)
        known = vars(self).setdefault("_tf1_requests", {})
        request = known.get(key)
        feeds = request and request.converted(self._graph, (feed_dict or {}).values())
        if feeds is None:
            results = run(self, handle, fetches, feed_dict, options, run_metadata)
            if key not in known and keeps_tf1_rules(self._graph) and _has_room(known):
                # A list of fetches may be changed by whoever has it.
                held = fetches.copy() if isinstance(fetches, list | dict) else fetches
                known[key] = _prepared(self._graph, held, feed_dict or {})
            return results
        values = self._do_call(_execute, self, options, feeds, request, run_metadata)
        return request.handler.build_results(self, values)

    return remembered
