"""Observes a book graph's activations, gradients and logits, besides its metrics.

Looking must not change what is trained. No op is built for it: the gradients are those that the
optimizer's ops take, the activations are outputs of the book's own ops. A run of them executes no
random op, because each is fed with numbers in its place, the same ones each time; so the streams of
dropout stand still, and a resumed run shows what an uninterrupted one shows.
"""

import numpy as np

from tf1_graphs import tensorflow1
from tf1_graphs.training import random_ops

EXAMPLES = 256

_ACTIVATIONS = {
    *("Elu", "LeakyRelu", "Relu", "Relu6", "Selu", "Sigmoid", "Softplus", "Softsign", "Tanh"),
}
_CROSS_ENTROPIES = {"SoftmaxCrossEntropyWithLogits", "SparseSoftmaxCrossEntropyWithLogits"}
# What stands in for a random op's output, by the op's type.
_STAND_INS = {
    "RandomUniform": np.random.RandomState.uniform,
    "RandomStandardNormal": np.random.RandomState.normal,
}
# Of the ops that TensorFlow calls stateful, those that may be executed once more.
_HARMLESS = {"Assert", "Print", "ReadVariableOp", "VarHandleOp", "Variable", "VariableV2"}


def activations(book):
    """Return the outputs of the activation functions of all layers, by op name, in order."""
    return {
        op.name: op.outputs[0]
        for op in random_ops.executed(book.metrics.values())
        if op.type in _ACTIVATIONS and not tensorflow1.in_condition(op)
    }


def gradients(book):
    """Return the gradients that the optimizer applies, clipped or not, by variable name."""
    found = {}
    for operation in random_ops.executed([book.training_op]):
        arguments = [argument.name for argument in operation.op_def.input_arg]
        name = next((name for name in ("grad", "delta") if name in arguments), None)
        if "Apply" in operation.type and "Sparse" not in operation.type and name:
            variable, gradient = operation.inputs[0], operation.inputs[arguments.index(name)]
            found[variable.op.name] = gradient
    return found


def classification(book):
    """Return the `logits` and the `labels` of a classifier's cross-entropy; {} if it is none."""
    for operation in random_ops.executed(book.metrics.values()):
        if operation.type in _CROSS_ENTROPIES:
            return dict(zip(("logits", "labels"), operation.inputs, strict=True))
    return {}


def classes(logits, labels):
    """Return the classes of examples as `label` and `predicted`, int64 [examples] each.

    Args:
        logits: [examples, classes].
        labels: classes [examples], or their probabilities [examples, classes].
    """
    return {
        "label": labels if labels.ndim == 1 else labels.argmax(axis=1),
        "predicted": logits.argmax(axis=1),
    }


def observer(session, book, tensors, training=False):
    """Make the function that measures tensors and changes nothing.

    Args:
        session: open `tf.Session`.
        book: the `BookGraph`.
        tensors: by name.
        training: whether the graph is run in training mode; its variables are not updated.

    Returns:
        Function of a part that returns the arrays by name; None where that cannot be done, because
        the tensors cannot be had without an op that changes something, or that draws in a loop.
    """
    inputs = {placeholder.name: name for name, placeholder in book.inputs.items()}
    # What is fed cannot be fetched.
    given = {name: inputs[x.name] for name, x in tensors.items() if x.name in inputs}
    names = [name for name in tensors if name not in given]
    fetches = [tensors[name] for name in names]
    operations = random_ops.executed(fetches)
    drawing = [op for op in operations if op.type in _STAND_INS and _has_shape(op.outputs[0])]
    loops = any(op.type == "Enter" for op in operations)
    if (drawing and loops) or not all(op in drawing or _is_harmless(op) for op in operations):
        return None
    feeds = [*book.inputs.values(), *(op.outputs[0] for op in drawing)]
    constants = []
    if book.training is not None:
        feeds.append(book.training)
        constants.append(np.array(training))
    run = None

    def observe(part):
        nonlocal run
        if (
            run is None and fetches
        ):  # Preparing it takes a while, which only who looks should wait for.
            run = tensorflow1.make_callable(session, fetches, feeds)
        examples = len(next(iter(part.values())))
        rng = np.random.RandomState(0)
        stand_ins = [_stand_in(op, examples, rng) for op in drawing]
        fed = [*(part[name] for name in book.inputs), *stand_ins, *constants]
        values = run(*fed) if fetches else []
        measured = dict(zip(names, values, strict=True))
        return measured | {name: part[placeholder] for name, placeholder in given.items()}

    return observe


def first(part, examples):
    """Return the first examples of a part."""
    return {name: array[:examples] for name, array in part.items()}


def _is_harmless(operation):
    writes = any(argument.is_ref for argument in operation.op_def.input_arg)
    return operation.type in _HARMLESS or not (writes or operation.op_def.is_stateful)


def _has_shape(output):
    """Tell whether an output's shape is known once the number of examples is."""
    return output.shape.rank is not None and None not in output.shape.as_list()[1:]


def _stand_in(operation, examples, rng):
    """Draw what a random op would for a mini-batch of this size."""
    output = operation.outputs[0]
    shape = [examples if size is None else size for size in output.shape.as_list()]
    return _STAND_INS[operation.type](rng, size=shape).astype(output.dtype.as_numpy_dtype)
