"""Puts the kernels in force: sessions of our graphs ask for them before they execute a graph.

Each time a session is asked for something new, TensorFlow passes the graph through optimizers that
the session's options name. Ours (`optimizer.cc`) write into TensorFlow's copy of the graph which
nodes want a kernel of ours; the graph itself, what is saved of it and its hash stay as they are.
"""

from tf1_graphs.tensorflow1.kernels import arithmetic
from tf1_graphs.tensorflow1.loading import config_pb2, rewriter_config_pb2

_OFF = rewriter_config_pb2.RewriterConfig.OFF

# TensorFlow 1.15.5's optimizers that change a graph on the processor, in its order; three of them
# ours (`optimizer.cc`).
_OPTIMIZERS = (
    ("disable_model_pruning", "pruning"),
    ("function_optimization", "function"),
    ("constant_folding", "tf1_graphs_reciprocals"),
    ("constant_folding", "constfold"),
    ("shape_optimization", "shape"),
    ("remapping", "tf1_graphs_remap"),
    ("common_subgraph_elimination", "common_subgraph_elimination"),
    ("arithmetic_optimization", "tf1_graphs_arithmetic"),
    ("loop_optimization", "loop"),
    ("dependency_optimization", "dependency"),
)

_IN_ORDER = "tf1_graphs_in_order"
"""The executor for sessions whose ops are executed by the thread that calls (`executor.cc`)."""

_OURS = {
    "arithmetic": ("tf1_graphs_arithmetic",),
    "constfold": ("tf1_graphs_reciprocals", "constfold"),
    "remap": ("tf1_graphs_remap",),
}


def options(config):
    """Return a session's configuration that asks for the kernels, where they are in force.

    What the configuration switches off stays off; of optimizers that it names itself, ours stand
    for theirs.
    """
    if arithmetic.in_force() == "native":
        return config
    changed = config_pb2.ConfigProto()
    changed.CopyFrom(config)
    rewriting = changed.graph_options.rewrite_options
    names = [name for field, name in _OPTIMIZERS if not _is_off(rewriting, field)]
    if changed.graph_options.place_pruned_graph:
        # Of an InteractiveSession: TensorFlow passes such a graph through no optimizer at all, so
        # that no kernel of ours would be asked for; it is passed through ours alone.
        changed.graph_options.place_pruned_graph = False
        names = []
    elif rewriting.disable_meta_optimizer:
        names = []
        rewriting.disable_meta_optimizer = False
    elif rewriting.optimizers:
        names = [ours for name in rewriting.optimizers for ours in _OURS.get(name, (name,))]
    del rewriting.optimizers[:]
    names = ["tf1_graphs_kernels", *names, "tf1_graphs_as_built"]
    if config.inter_op_parallelism_threads < 0:
        names.append("tf1_graphs_in_order")
        changed.experimental.executor_type = config.experimental.executor_type or _IN_ORDER
    rewriting.optimizers.extend(names)
    rewriting.min_graph_nodes = -1
    return changed


def _is_off(rewriting, field):
    value = getattr(rewriting, field)
    return value if field.startswith("disable") else value == _OFF
