"""The sole door to TensorFlow: `from tf1_graphs.compat import tf`.

`tf` is `tensorflow.compat.v1`. Graphs made by `new_graph` keep TensorFlow 1's rules while today's
TensorFlow builds them; eager code and other graphs of the process are left alone.

Private modules of TensorFlow used here, each with its reason:

- `tensorflow.python.framework.random_seed`: `get_seed` decides every op seed, and no public hook
  lets a graph choose the rule.
- `ops._gradient_registry` and the functions that `replace` names: TensorFlow's own Python builds
  losses, metrics and gradients by calling them, and some build other ops than TensorFlow 1's did.
- `deprecation._PRINT_DEPRECATION_WARNINGS`: no public switch stops the advice to change the code.
- `Session._make_callable_from_options`: the public `make_callable` hands whatever is fed to
  `Session.run`, whose Python takes four times as long as a small network's training step.
- `Operation._control_flow_context`: the only mark of a `tf.cond` branch that an op belongs to.
- `Graph._unfetchable_ops` and `Graph._unfeedable_tensors`: a resumed run executes the random ops of
  a `tf.cond` branch by themselves, which no public call permits.
- `variable_pb2.VariableDef`: how a `.meta` file lists variables; the message has no public name.
- whatever a script imports from `tensorflow.python` and `tensorflow.core` by itself: `private`.
"""

import contextlib
import functools
import importlib
import inspect
import os
import pkgutil
import sys
import tempfile
import weakref

from tf1_graphs.errors import InputError

# Its C++ log tells of build options and of GPUs that are not there; what is wrong with a graph or a
# run comes as a Python exception.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
_LOGGED_ALL_THE_SAME = (
    b"oneDNN custom operations are on",
    b"before absl::InitializeLog() is called",
    b"Could not find cuda drivers on your machine",
)


@contextlib.contextmanager
def _left_out(phrases):
    """Leave lines with these phrases out of what is written to standard error meanwhile."""
    with contextlib.ExitStack() as stack:
        try:
            print(end="", file=sys.stderr, flush=True)
            written = stack.enter_context(tempfile.TemporaryFile())
            stderr = os.dup(2)
        except OSError:
            yield  # no standard error, or no room: nothing is left out
            return
        os.dup2(written.fileno(), 2)
        try:
            yield
        finally:
            print(end="", file=sys.stderr, flush=True)
            os.dup2(stderr, 2)
            os.close(stderr)
            written.seek(0)
            os.write(2, b"".join(x for x in written if not any(it in x for it in phrases)))


with _left_out(_LOGGED_ALL_THE_SAME):
    import tensorflow.compat.v1 as tf
    from tensorflow.core.framework import variable_pb2
    from tensorflow.core.protobuf import config_pb2
    from tensorflow.python.framework import ops, random_seed
    from tensorflow.python.util import deprecation

__all__ = [
    "be_tensorflow_1",
    "check_threads",
    "definition",
    "get_seed",
    "in_condition",
    "make_callable",
    "make_fetchable",
    "new_graph",
    "private",
    "public_names",
    "replace",
    "replace_gradient",
    "replacement",
    "session_config",
    "tf",
    "tf1_behavior",
    "threads_or",
    "variable_name",
    "without_advice",
]

_tf1_graphs = weakref.WeakSet()
_process = {"is_tensorflow_1": False, "threads": None}
_replacements = {}


def _keeps_tf1_rules(graph):
    """Tell whether `graph`, or the graph that a function body is traced for, is one of ours."""
    if _process["is_tensorflow_1"]:
        return True
    while graph is not None:
        if graph in _tf1_graphs:
            return True
        graph = getattr(graph, "outer_graph", None)
    return False


def _with_tf1_op_seeds(get_seed):
    """Wrap `random_seed.get_seed`: an op without a seed takes the number of ops built before it.

    TensorFlow 1 read `Graph._last_id`; TensorFlow 2.21 counts a graph's random ops instead
    (`random_seed.py` of 1.15.5 and 2.21). `Graph.version` is the public name of the old counter.
    """

    @functools.wraps(get_seed)
    def wrapper(op_seed):
        if op_seed is None and not tf.executing_eagerly():
            graph = tf.get_default_graph()
            if graph.seed is not None and _keeps_tf1_rules(graph):
                op_seed = graph.version
        return get_seed(op_seed)

    return wrapper


# Every caller inside TensorFlow looks `get_seed` up in its module at call time.
get_seed = random_seed.get_seed = _with_tf1_op_seeds(random_seed.get_seed)


def _in_tf1_graphs(function, original):
    """Return a function that is `function` while one of our graphs is built, else `original`."""

    @functools.wraps(original)
    def chosen(*args, **kwargs):
        if tf.executing_eagerly() or not _keeps_tf1_rules(tf.get_default_graph()):
            return original(*args, **kwargs)
        return function(*args, **kwargs)

    return chosen


def replace(name, make):
    """Have TensorFlow's own code call another function while a graph keeps TensorFlow 1's rules.

    Args:
        name: of the function in `tensorflow.python`, such as `ops.array_ops:ones`.
        make: takes the original and returns a function of the same arguments, which builds what
            TensorFlow 1.15.5 built.
    """
    module, _, path = name.partition(":")
    *owners, attribute = path.split(".")
    owner = pkgutil.resolve_name(f"tensorflow.python.{module}:{'.'.join(owners)}".rstrip(":"))
    original = getattr(owner, attribute)
    chosen = _in_tf1_graphs(make(original), original)
    setattr(owner, attribute, chosen)
    _replacements[inspect.unwrap(original)] = chosen


def replacement(symbol):
    """Return what `replace` put in the place of a public function, or None."""
    return _replacements.get(inspect.unwrap(symbol)) if inspect.isfunction(symbol) else None


def replace_gradient(op_type, make):
    """Have `tf.gradients` build the gradient of an op as TensorFlow 1.15.5 did, in our graphs.

    Args:
        op_type: such as `Mul`.
        make: takes the original and returns a function of the op and of the gradients of its
            outputs, as `tf.RegisterGradient` takes it.
    """
    entry = ops._gradient_registry._registry[op_type]
    entry["type"] = _in_tf1_graphs(make(entry["type"]), entry["type"])


def be_tensorflow_1():
    """Switch the process to TensorFlow 1: graphs, sessions, and its rules in every graph."""
    with without_advice():
        tf.disable_v2_behavior()
    deprecation._PRINT_DEPRECATION_WARNINGS = False
    _process["is_tensorflow_1"] = True


@contextlib.contextmanager
def without_advice():
    """Keep TensorFlow from telling users to stop using what this package is for."""
    verbosity = tf.logging.get_verbosity()
    tf.logging.set_verbosity(tf.logging.ERROR)
    try:
        yield
    finally:
        tf.logging.set_verbosity(verbosity)


@contextlib.contextmanager
def tf1_behavior():
    """Build as TensorFlow 1 did: reference variables, and `Switch` and `Merge` for `tf.cond`.

    Both are switches of the process, not of a graph; they are put back on leaving.
    """
    resource_variables = tf.resource_variables_enabled()
    control_flow_v2 = tf.control_flow_v2_enabled()
    with without_advice():
        tf.disable_resource_variables()
    tf.disable_control_flow_v2()
    try:
        yield
    finally:
        if resource_variables:
            tf.enable_resource_variables()
        if control_flow_v2:
            tf.enable_control_flow_v2()


@contextlib.contextmanager
def new_graph(seed=None):
    """Make a graph that keeps TensorFlow 1's rules the default one, and yield it.

    Args:
        seed: the graph-level seed, as `tf.set_random_seed` takes it; None leaves it unset.

    Yields:
        The empty `tf.Graph`. Its op seeds follow TensorFlow 1's rule for as long as it lives.
    """
    graph = tf.Graph()
    _tf1_graphs.add(graph)
    with tf1_behavior(), graph.as_default():
        if seed is not None:
            tf.set_random_seed(seed)
        yield graph


def make_callable(session, fetches, feeds, targets=()):
    """Prepare a step that is run many times: the same kernels and bits as `session.run`.

    Args:
        session: open `tf.Session`.
        fetches: list of tensors.
        feeds: list of placeholders.
        targets: operations to run besides.

    Returns:
        Function of the feeds' values, NumPy arrays of the placeholders' types; it returns the list
        of the fetches' values.
    """
    options = config_pb2.CallableOptions()
    options.feed.extend(placeholder.name for placeholder in feeds)
    options.fetch.extend(tensor.name for tensor in fetches)
    options.target.extend(operation.name for operation in targets)
    return session._make_callable_from_options(options)


def session_config(threads):
    """Return a session's configuration: so many threads within an op, one op after the other.

    The thread that calls `Session.run` executes the ops itself (-1): handing them to a thread that
    waits for them takes longer than a small graph does.

    Raises:
        InputError: as `check_threads`.
    """
    check_threads(threads)
    _process["threads"] = threads
    return tf.ConfigProto(intra_op_parallelism_threads=threads, inter_op_parallelism_threads=-1)


def check_threads(threads):
    """Refuse another number of threads than this process computes with.

    TensorFlow makes the threads within ops once a process, as many as its first session asks for;
    later sessions get those, whatever they ask for.

    Raises:
        InputError: an earlier session's configuration has another number.
    """
    if threads_or(threads) != threads:
        raise InputError(
            "TensorFlow keeps the threads that a process's first session asked for: take "
            f"--threads {_process['threads']} here, or {threads} in a new process (of a sweep: "
            "restart its workers)"
        )


def threads_or(threads):
    """Return the number of threads that this process computes with; `threads`, if none is set."""
    return _process["threads"] or threads


def definition(graph, operations):
    """Return the GraphDef of what a run of `operations` can execute, and of nothing else."""
    with without_advice():
        return tf.graph_util.extract_sub_graph(
            graph.as_graph_def(), [operation.name for operation in operations]
        )


def in_condition(operation):
    """Tell whether an op stands in a branch of a `tf.cond`, so that it may be left out of a run."""
    return operation._control_flow_context is not None


def make_fetchable(operation):
    """Let a session run an op of a `tf.cond` branch by itself, with its inputs fed.

    TensorFlow forbids that because outside its branch such an op's tensors may be dead; for ops
    that are run for their side effect alone that does not matter.
    """
    graph = operation.graph
    for tensor in operation.inputs:
        graph._unfeedable_tensors.discard(tensor)
        graph._unfetchable_ops.discard(tensor.op)
    graph._unfetchable_ops.discard(operation)


def variable_name(serialized):
    """Return the name of the variable that bytes in a collection of a `.meta` file stand for."""
    return variable_pb2.VariableDef.FromString(serialized).variable_name


def private(name):
    """Return a private module of TensorFlow's, for a script that imports it, or None.

    Args:
        name: such as `python.framework.ops`.
    """
    try:
        return importlib.import_module(f"tensorflow.{name}")
    except ModuleNotFoundError:
        return None


def public_names(symbol):
    """Return the names by which `tensorflow.compat.v1` offers an object: `["nn.dropout"]`.

    Some objects of it know none, such as those that are offered under a module's own name.
    """
    if isinstance(symbol, type):
        return vars(symbol).get("_tf_api_names_v1", ())
    return getattr(inspect.unwrap(symbol), "_tf_api_names_v1", ()) if callable(symbol) else ()
