"""Remembers what `Session.run` makes of its fetches and of the keys it is fed by.

Of a small network's step `Session.run` takes most of the time in Python, to look at the same
fetches and keys again. The second time they are known, and the same call of TensorFlow's is made
with them; of a small graph that is asked for the same again and again it is made by a step that is
prepared for it. What is fed is converted and checked each time. Whatever is unusual or wrong is
left to TensorFlow's own `Session._run`, which raises its own errors.

Private names of TensorFlow, each with its reason:

- `BaseSession._run`, `_do_call`, `_extend_graph`, `_call_tf_sessionrun`: the parts of `Session.run`
  before and after the one that is remembered; public is only the whole.
- `Graph._unfetchable_ops`, `_unfeedable_tensors`: whether they have grown says in one look that all
  can still be fetched and fed.
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
_UNUSUAL = (tf.Tensor, sessions.session_ops.TensorHandle)


class _Feed:
    """A tensor that is fed.

    Attributes:
        tensor: it.
        output: what TensorFlow calls it.
        dtype: its NumPy type.
        shape: its static shape when `accepted` was begun.
        accepted: the shapes of values that go with it.
    """

    def __init__(self, tensor):
        self.tensor, self.output = tensor, tensor._as_tf_output()
        self.dtype = np.dtype(tensor.dtype.as_numpy_dtype)
        self._is_number = np.issubdtype(self.dtype, np.number)
        self.shape, self.accepted = None, set()

    def converted(self, value):
        """Return a value as an array of the tensor's type; None if it is unusual or wrong."""
        if type(value) is not np.ndarray:
            if isinstance(value, _UNUSUAL):
                return None
            of_python = isinstance(value, int)
            if of_python and sessions._convert_to_numpy_obj(self.dtype.type, value) != value:
                return None
            value = np.asarray(value) if self._is_number else np.asarray(value, self.dtype)
        if value.dtype != self.dtype:
            # Numbers that the type cannot hold wrap around, as before NumPy 2.
            value = value.astype(self.dtype) if self._is_number else np.asarray(value, self.dtype)
        shape = self.tensor.shape
        if shape is not self.shape:
            self.shape, self.accepted = shape, set()
        if value.shape not in self.accepted:
            if not shape.is_compatible_with(value.shape):
                return None
            self.accepted.add(value.shape)
        return value


class _Request:
    """Fetches and feeds' keys as a session calls TensorFlow with them.

    Attributes:
        kept: the objects whose identities are the request's key, so that no other gets them.
        handler: TensorFlow's, which finds what the fetches stand for.
        results: function of the fetched values, which puts them into the fetches' structure.
        feeds: a `_Feed` of each key.
        calls: how often it was asked for.
        step: the session's number of the step that is prepared for it, or None.
    """

    def __init__(self, session, fetches, feed_dict):
        self.kept = (fetches, tuple(feed_dict))
        self.handler = sessions._FetchHandler(session._graph, fetches, {})
        self.fetches = [tensor._as_tf_output() for tensor in self.handler.fetches()]
        self.targets = [operation._c_op for operation in self.handler.targets()]
        self.fetched_ops = [tensor.op for tensor in self.handler.fetches()] + self.handler.targets()
        self.results = _results(self.handler, session, fetches)
        self.feeds = [_Feed(tensor) for tensor in feed_dict]
        self.calls, self.step = 0, None
        self._refused = None

    def converted(self, graph, values):
        """Return the arrays that are fed, in their order; None if something is unusual."""
        refused = len(graph._unfetchable_ops), len(graph._unfeedable_tensors)
        if refused != self._refused:
            if not all(map(graph.is_fetchable, self.fetched_ops)):
                return None
            if not all(graph.is_feedable(feed.tensor) for feed in self.feeds):
                return None
            self._refused = refused
        arrays = []
        for feed, value in zip(self.feeds, values, strict=True):
            array = feed.converted(value)
            if array is None:
                return None
            arrays.append(array)
        return arrays

    def run(self, session, arrays, options, metadata):
        """Return what is fetched, the values in a list."""
        self.calls += 1
        if options is None and metadata is None:
            if self.calls == _PREPARED_AT and session._graph.version < _SMALL:
                self.step = _prepare_step(session, self)
            if self.step is not None:
                return _run_step(session, self.step, arrays)
        session._extend_graph()
        outputs = [feed.output for feed in self.feeds]
        feeds = dict(zip(outputs, arrays, strict=True))
        return session._call_tf_sessionrun(options, feeds, self.fetches, self.targets, metadata)


def _results(handler, session, fetches):
    """Return the function that puts fetched values where TensorFlow's handler puts them."""
    values = [object() for _ in handler.fetches()]
    built = handler.build_results(session, values)
    places = {id(value): place for place, value in enumerate(values)}
    kind = type(fetches)
    if kind not in (list, tuple, dict):
        return (lambda values: None) if built is None else (lambda values: values[0])
    picked = [places.get(id(it)) for it in (built.values() if kind is dict else built)]

    def results(values):
        found = [None if place is None else values[place] for place in picked]
        return dict(zip(fetches, found, strict=True)) if kind is dict else kind(found)

    return results


def identities(fetches, feed_dict):
    """Return what two equal requests have in common, or None where it is not remembered.

    It has identities alone: a request that is remembered keeps its objects, whose kinds were looked
    at when it was made.
    """
    kind = type(fetches)
    if kind is list or kind is tuple:
        asked = (kind, *map(id, fetches))
    elif kind is dict:
        asked = (kind, *fetches, *map(id, fetches.values()))
    else:
        asked = id(fetches)
    if feed_dict is None:
        return (asked,)
    return (asked, *map(id, feed_dict)) if type(feed_dict) is dict else None


def _remember(session, fetches, feed_dict):
    """Return the request for a call that has succeeded, or None if it is unusual."""
    graph, kind = session._graph, type(fetches)
    # A list of fetches may be changed by whoever has it.
    fetches = fetches.copy() if kind in (list, dict) else fetches
    leaves = fetches.values() if kind is dict else fetches if kind in (list, tuple) else [fetches]
    if not all(isinstance(leaf, _LEAVES) for leaf in leaves):
        return None
    if not all(isinstance(fed, tf.Tensor) for fed in feed_dict):
        return None
    if any(tensor.op.name in graph._handle_feeders for tensor in feed_dict):
        return None
    request = _Request(session, fetches, feed_dict)
    fed = {id(tensor) for tensor in feed_dict}
    plain = all(
        id(tensor) not in fed and not tensor.op.type.startswith("GetSessionHandle")
        for tensor in request.handler.fetches()
    )
    return request if plain and request.fetched_ops else None


def _prepare_step(session, request):
    """Have a session prepare a step; it lasts as long as the session."""
    options = config_pb2.CallableOptions()
    options.feed.extend(feed.tensor.name for feed in request.feeds)
    options.fetch.extend(tensor.name for tensor in request.handler.fetches())
    options.target.extend(operation.name for operation in request.handler.targets())
    session._extend_graph()
    buffer = sessions.tf_session.TF_NewBufferFromString(options.SerializeToString())
    try:
        return sessions.tf_session.TF_SessionMakeCallable(session._session, buffer)
    finally:
        sessions.tf_session.TF_DeleteBuffer(buffer)


_run_callable = sessions.tf_session.TF_SessionRunCallable


def _run_step(session, step, arrays):
    return _run_callable(session._session, step, arrays, None)


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
        key = identities(fetches, feed_dict) if handle is None and not self._closed else None
        if key is None:
            return run(self, handle, fetches, feed_dict, options, run_metadata)
        known = vars(self).setdefault("_tf1_requests", {})
        request = known.get(key)
        if request is not None:
            arrays = request.converted(self._graph, (feed_dict or {}).values())
            if arrays is not None:
                values = self._do_call(request.run, self, arrays, options, run_metadata)
                return request.results(values)
        results = run(self, handle, fetches, feed_dict, options, run_metadata)
        if key not in known and keeps_tf1_rules(self._graph) and _has_room(known):
            known[key] = _remember(self, fetches, feed_dict or {})
        return results

    return remembered
