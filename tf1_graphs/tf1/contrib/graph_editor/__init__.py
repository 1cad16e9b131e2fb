"""`tf.contrib.graph_editor`: parts of a graph found, copied and given other inputs.

It has what programs use that trade memory for time (gradient checkpointing) or graft one graph onto
another.
"""

from tf1_graphs.tf1.contrib.graph_editor.copying import (
    SubGraphView,
    TransformerInfo,
    add_control_inputs,
    copy_with_input_replacements,
    graph_replace,
    make_view,
    reroute_ts,
    sgv,
    swap_ts,
)
from tf1_graphs.tf1.contrib.graph_editor.walks import (
    ControlOutputs,
    compute_boundary_ts,
    filter_ops,
    filter_ops_from_regex,
    filter_ts,
    filter_ts_from_regex,
    get_backward_walk_ops,
    get_consuming_ops,
    get_forward_walk_ops,
    get_generating_ops,
    get_name_scope_ops,
    get_tensors,
    get_walks_intersection_ops,
    make_list_of_op,
    make_list_of_t,
    select_ops,
    select_ts,
)
from tf1_graphs.tf1.namespace import namespace

__all__ = [
    "ControlOutputs",
    "SubGraphView",
    "TransformerInfo",
    "add_control_inputs",
    "compute_boundary_ts",
    "copy_with_input_replacements",
    "filter_ops",
    "filter_ops_from_regex",
    "filter_ts",
    "filter_ts_from_regex",
    "get_backward_walk_ops",
    "get_consuming_ops",
    "get_forward_walk_ops",
    "get_generating_ops",
    "get_name_scope_ops",
    "get_tensors",
    "get_walks_intersection_ops",
    "graph_replace",
    "make_list_of_op",
    "make_list_of_t",
    "make_view",
    "reroute_ts",
    "select_ops",
    "select_ts",
    "sgv",
    "swap_ts",
]

__getattr__, __dir__ = namespace(__name__)
