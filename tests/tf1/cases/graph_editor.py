"""`tf.contrib.graph_editor`."""


def _network(tf):
    x = tf.constant([[1.0, 2.0], [3.0, -4.0]], name="x")
    w = tf.get_variable("w", [2, 3])
    hidden = tf.nn.relu(tf.matmul(x, w), name="hidden")
    with tf.name_scope("top"):
        return x, hidden, tf.reduce_sum(tf.square(hidden), name="y")


def graph_replace(tf):
    x, hidden, y = _network(tf)
    other = tf.constant([[0.5, 0.5]])
    found = tf.contrib.graph_editor.graph_replace(y, {hidden: tf.zeros([1, 3]) + 2.0})
    both = tf.contrib.graph_editor.graph_replace(
        [y, hidden], {x: tf.concat([other, other], 0)}, dst_scope="copy"
    )
    return [found, *both]


def copied(tf):
    editor = tf.contrib.graph_editor
    _x, hidden, y = _network(tf)
    dropped = tf.nn.dropout(hidden, keep_prob=0.5)
    with tf.control_dependencies([y.op]):
        z = tf.reduce_mean(dropped)
    tf.add_to_collection("losses", z)
    ops = editor.get_walks_intersection_ops([hidden], [z])
    _view, info = editor.copy_with_input_replacements(editor.sgv(ops), {hidden: -hidden}, None, "a")
    return [z, info.transformed(z), info._transformed_ops[dropped.op].outputs[0]]


def walks(tf):
    editor = tf.contrib.graph_editor
    x, _hidden, y = _network(tf)
    found = editor.get_backward_walk_ops(y.op, inclusive=True)
    found = editor.get_forward_walk_ops([x.op], inclusive=True, within_ops=found)
    names = sorted(op.name for op in found)
    names += sorted(t.name for t in editor.filter_ts_from_regex(found, "hidden|Square"))
    names += sorted(t.name for t in editor.filter_ts(found, True))
    names += [op.name for op in editor.get_name_scope_ops(tf.get_default_graph(), "top")]
    graph = tf.get_default_graph()
    names += [op.name for op in editor.select_ops("^top", "hidden", graph=graph)]
    parts = editor.compute_boundary_ts(found)
    names += [t.name for part in parts for t in sorted(part, key=lambda t: t.name)]
    for name in names:
        tf.constant(0, name=name.replace(":", "_"))


def rerouted(tf):
    editor = tf.contrib.graph_editor
    _x, hidden, y = _network(tf)
    doubled = tf.multiply(hidden, 2.0, name="doubled")
    loss = y + tf.reduce_sum(hidden)
    editor.reroute_ts([doubled], [hidden], can_modify=[y.op, y.op.inputs[0].op])
    editor.add_control_inputs(loss.op, [tf.no_op(name="first")])
    return [loss, y]


def checkpointed(tf):
    """Compute a hidden layer again for the gradient, as gradient checkpointing does."""
    editor = tf.contrib.graph_editor
    _x, hidden, y = _network(tf)
    ops = editor.get_walks_intersection_ops([hidden], [y])
    kept = tf.stop_gradient(hidden)
    _, info = editor.copy_with_input_replacements(editor.sgv(ops), {})
    pair = {hidden: kept}
    editor.reroute.reroute_ts(
        pair.values(), pair.keys(), can_modify=list(info._transformed_ops.values())
    )
    copied = info._transformed_ops[y.op]._outputs[0]
    return tf.gradients(copied, kept)
