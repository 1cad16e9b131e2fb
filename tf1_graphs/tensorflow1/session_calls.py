"""Lets an observer stand between a script and its sessions, at the one place where both meet.

The observer sees what the script asked for and may answer in the session's place; how a call is
executed is none of its business.

Private names of TensorFlow, each with its reason:

- `session.BaseSession`: the root of all sessions; Keras and estimators call its methods too.
- `BaseSession._make_callable_from_options`: Keras' way to run a step.
- `BaseSession._closed`: whether a session can still be asked has no public name.
- `ops.Graph.seed`: a sweep gives a script another seed than the one it sets.
- `_pywrap_file_io`, `_pywrap_events_writer`: TensorFlow's own writing of files, which Python's
  audit events do not see.
"""

import functools
import os

from tf1_graphs.tensorflow1.loading import ops
from tf1_graphs.tensorflow1.loading import session as session_module
from tf1_graphs.tensorflow1.private import private_module


def is_closed(session):
    """Tell whether a session has been closed."""
    return session._closed


def observe(observer):
    """Have an observer told of every session and of every call of one.

    Args:
        observer: has `opening(begin, session)`, which calls `begin()`; `preparing(session)`, told
            before a step is prepared, which makes its kernels; and `call(session, fetches, feeds,
            run_metadata, execute)`, which returns what the call returns, by `execute()` or
            otherwise.
    """
    base = session_module.BaseSession
    begin, run = base.__init__, base.run
    make_callable, from_options = base.make_callable, base._make_callable_from_options

    @functools.wraps(begin)
    def begins(self, *args, **kwargs):
        observer.opening(lambda: begin(self, *args, **kwargs), self)

    @functools.wraps(run)
    def runs(self, fetches, feed_dict=None, options=None, run_metadata=None):
        return observer.call(
            self,
            fetches,
            feed_dict,
            run_metadata,
            lambda: run(self, fetches, feed_dict, options, run_metadata),
        )

    @functools.wraps(make_callable)
    def makes_callable(self, fetches, feed_list=None, accept_options=False):
        observer.preparing(self)
        inner = make_callable(self, fetches, feed_list, accept_options)
        return _called(observer, self, fetches, feed_list or (), inner)

    @functools.wraps(from_options)
    def makes_from_options(self, callable_options):
        observer.preparing(self)
        inner = from_options(self, callable_options)
        names = [*callable_options.fetch, *callable_options.target]
        return _called(observer, self, names, list(callable_options.feed), inner)

    base.__init__, base.run = begins, runs
    base.make_callable, base._make_callable_from_options = makes_callable, makes_from_options


def _called(observer, session, fetches, feeds, inner):
    def called(*args, **kwargs):
        return observer.call(
            session,
            fetches,
            dict(zip(feeds, args, strict=False)),
            kwargs.get("run_metadata"),
            lambda: inner(*args, **kwargs),
        )

    return called


def force_graph_seed(seed):
    """Give every graph of this process a seed, whatever is asked for."""
    ops.Graph.seed = property(lambda _graph: seed, lambda _graph, _asked: None)


def observe_files(writing, event_file):
    """Have functions told before TensorFlow's Python writes, moves or deletes a file.

    Args:
        writing: function of a kind, `write`, `folder`, `remove` or `remove tree`, and a path.
        event_file: function of the prefix of an event file that is about to be made.
    """
    file_io = private_module("python.lib.io._pywrap_file_io")
    for name, (kind, position) in {
        "WritableFile": ("write", 0),
        "CreateDir": ("folder", 0),
        "RecursivelyCreateDir": ("folder", 0),
        "DeleteFile": ("remove", 0),
        "DeleteRecursively": ("remove tree", 0),
        "CopyFile": ("write", 1),
        "RenameFile": ("rename", 0),
    }.items():
        setattr(file_io, name, _told(getattr(file_io, name), writing, kind, position))
    events = private_module("python.client._pywrap_events_writer")
    original = events.EventsWriter

    def events_writer(prefix):
        event_file(os.fsdecode(prefix))
        return original(prefix)

    events.EventsWriter = events_writer


def _told(function, writing, kind, position):
    def told(*args):
        if kind == "rename":
            writing("remove", os.fsdecode(args[0]))
            writing("write", os.fsdecode(args[1]))
        else:
            writing(kind, os.fsdecode(args[position]))
        return function(*args)

    return told
