"""Times the matrix products and convolutions of a training step alone: the hardware's limit."""

import numpy as np

from tf1_graphs.tensorflow1 import make_callable, new_graph, session_config, tf
from tf1_graphs.training.evaluation import feed

_TYPES = {"MatMul", "Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"}


def products(stack, experiment, settings, data, threads):
    """Execute, for each mini-batch, just the products that a training step has, on their shapes.

    A step of any engine takes longer than that, by all its other ops and by what starts them. The
    arguments are those of every contender.
    """
    nodes, arguments = _of_a_step(experiment, settings, data, threads)
    with new_graph() as graph:
        bare = tf.GraphDef()
        inputs = {}
        for node, arrays in zip(nodes, arguments, strict=True):
            del node.input[:]
            node.attr.pop("_class", None)
            for array in arrays:
                name = f"input_{len(inputs)}"
                bare.node.add(name=name, op="Placeholder").attr["dtype"].type = tf.as_dtype(
                    array.dtype
                ).as_datatype_enum
                inputs[f"{name}:0"] = tf.Variable(
                    array, trainable=False, collections=[tf.GraphKeys.LOCAL_VARIABLES]
                )
                node.input.append(name)
            bare.node.append(node)

        def body(step):
            computed = tf.import_graph_def(bare, inputs, [node.name for node in nodes])
            with tf.control_dependencies(computed):
                return step + 1

        steps = tf.placeholder(tf.int32, [])
        loop = tf.while_loop(
            lambda step: step < steps,
            body,
            [tf.constant(0)],
            parallel_iterations=1,
            back_prop=False,
            return_same_structure=False,
        )
        config = session_config(threads)
        # Grappler would take the products, which are the same in each step, out of the loop.
        config.graph_options.rewrite_options.disable_meta_optimizer = True
        session = tf.Session(config=config, graph=graph)
        stack.callback(session.close)
        session.run(tf.local_variables_initializer())
        execute = make_callable(session, [loop], [steps])
    return lambda mini_batches: execute(np.array(len(mini_batches), np.int32))


def _of_a_step(experiment, settings, data, threads=1):
    """Return the products of a training step as nodes, and the arrays that each multiplies."""
    with new_graph(seed=0) as graph:
        book = experiment.training.build(settings)
        updates = [op for op in graph.get_operations() if op.type.startswith("Apply")]
        used = _computed_for(updates)
        products = [op for op in graph.get_operations() if op.type in _TYPES and op in used]
        with tf.Session(config=session_config(threads)) as session:
            session.run(tf.global_variables_initializer())
            fed = feed(book, data["train"], settings.batch_size, training=True)
            operands = session.run([list(op.inputs) for op in products], fed)
            return [op.node_def for op in products], operands


def _computed_for(operations):
    """Return what the operations' inputs are computed from.

    A product that nothing but a control dependency needs is not executed: Grappler leaves out the
    gradient of the inputs, which TensorFlow builds.
    """
    found, pending = set(), list(operations)
    while pending:
        operation = pending.pop()
        if operation not in found:
            found.add(operation)
            pending += [tensor.op for tensor in operation.inputs]
    return found
