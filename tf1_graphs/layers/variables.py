"""Opens a layer's variable scope and name scope, and makes its variables in them."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

from tf1_graphs.tensorflow1 import tf


@dataclass(frozen=True)
class LayerScope:
    """An open layer: it makes variables under the layer's names.

    Attributes:
        scope: the layer's `tf.VariableScope`.
        dtype: type of the variables, the inputs' own.
        trainable: whether trainable variables go into `TRAINABLE_VARIABLES`.
        variables: the variables that were made or got, by their names inside the layer.
    """

    scope: tf.VariableScope
    dtype: tf.DType
    trainable: bool
    variables: dict = field(default_factory=dict)

    def variable(
        self,
        name: str,
        shape,
        initializer=None,
        regularizer: Callable | None = None,
        constraint: Callable | None = None,
        trainable: bool = True,
        partitioner: Callable | None = None,
    ):
        """Make the layer's variable `name`, or get it where the layer is reused.

        A new variable's regularization loss is added to `REGULARIZATION_LOSSES`; a reused one has
        its loss there already.

        Args:
            name: the variable's name inside the layer, such as `kernel`.
            shape: list of ints.
            initializer: `tf.Initializer`; None takes the variable scope's.
            regularizer: function of the variable that returns a scalar loss, or None.
            constraint: projection that optimizers apply after an update, or None.
            trainable: False for statistics such as a moving mean.
            partitioner: as `tf.get_variable` takes it; None is the variable scope's.

        Returns:
            A reference variable (`VariableV2`), as TensorFlow 1 made.
        """
        existing = {id(variable) for variable in tf.global_variables()}
        variable = tf.get_variable(
            name,
            shape,
            dtype=self.dtype,
            initializer=initializer or self.scope.initializer,
            trainable=trainable and self.trainable,
            constraint=constraint,
            partitioner=partitioner,
            use_resource=bool(self.scope.use_resource),
            # Today's TensorFlow builds the loss of the variable scope's regularizer twice.
            regularizer=tf.no_regularizer,
        )
        self.variables[name] = variable
        if id(variable) in existing:
            return variable
        if self.scope.regularizer is not None:
            colocated = tf.get_default_graph().colocate_with(variable.op)
            with colocated, tf.name_scope(f"{variable.op.name}/Regularizer/"), tf.init_scope():
                add_loss(self.scope.regularizer(variable))
        if regularizer is not None:
            with tf.name_scope(f"{name}/Regularizer"):
                add_loss(regularizer(variable))
        return variable


def add_loss(loss):
    """Add a layer's loss to `REGULARIZATION_LOSSES`; a regularizer of scale 0 gives None."""
    if loss is not None:
        tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, loss)


def add_activity_loss(regularizer, outputs):
    """Add the loss of a layer's outputs, divided by the batch size, if there is a regularizer."""
    if regularizer is not None:
        with tf.name_scope("ActivityRegularizer"):
            loss = regularizer(outputs)
            if loss is not None:
                add_loss(loss / tf.cast(tf.shape(outputs)[0], loss.dtype))


def activate(outputs, bias, activation, activity_regularizer, data_format="NHWC"):
    """Build the end of a layer with a kernel: `activation(outputs + bias)` and the activity's loss.

    Args:
        outputs: what the kernel gives.
        bias: variable [units] or None.
        activation: function of a tensor or None.
        activity_regularizer: function of the layer's outputs or None.
        data_format: `NHWC` or `NCHW`: where the units' axis is.

    Returns:
        The layer's outputs.
    """
    if bias is not None:
        outputs = tf.nn.bias_add(outputs, bias, data_format=data_format)
    if activation is not None:
        outputs = activation(outputs)
    add_activity_loss(activity_regularizer, outputs)
    return outputs


@dataclass(frozen=True)
class CapturedScope:
    """The variable scope of a layer object, captured before its first call.

    A layer function takes it as the layer's name: it opens the same scope again, as a second call
    of TensorFlow 1's layer objects did, instead of a new one of that name.

    Attributes:
        scope: the `tf.VariableScope`.
        variables: the layer's variables by their names inside the layer, once it was called; a
            custom getter may have given them others in the graph.
    """

    scope: tf.VariableScope
    variables: dict = field(default_factory=dict)


def capture_scope(name, default_name, reuse=None):
    """Capture the variable scope of a new layer.

    Args:
        name: the layer's name, a `tf.VariableScope`, or None.
        default_name: what an unnamed layer is called, such as `dense`; it is made unique unless
            the layer is reused.
        reuse: True where the layer gets the variables that an earlier one made.

    Returns:
        The `CapturedScope`.

    References:
        TensorFlow 1.15.5, `python/layers/base.py`, `Layer._set_scope`.
    """
    unnamed = name is None and not reuse
    with tf.variable_scope(
        None if unnamed else (name or default_name), default_name=default_name if unnamed else None
    ) as scope:
        return CapturedScope(scope)


@contextlib.contextmanager
def layer_scope(default_name, inputs, name, reuse=None, trainable=True):
    """Open a layer as `tf.layers` of TensorFlow 1.15.5 does, and yield its `LayerScope`.

    The name scope is that of the variable scope's first opening, so a layer's ops carry the
    enclosing name scope (`dnn/fc1/MatMul`) while its variables do not (`fc1/kernel`).

    Args:
        default_name: what an unnamed layer is called, such as `dense`; it is made unique.
        inputs: the layer's input tensor; variables take its type.
        name: the layer's name, a `tf.VariableScope`, a `CapturedScope`, or None.
        reuse: True gets the variables that an earlier layer of this name made.
        trainable: whether the layer's trainable variables may be trained.

    Raises:
        ValueError: eager execution is on, or the variables exist and `reuse` is not set, or do not
            exist and it is.

    References:
        TensorFlow 1.15.5, `python/layers/base.py`, `Layer._set_scope` and `Layer.__call__`.
    """
    if tf.executing_eagerly():
        raise ValueError(
            f"{default_name} builds a graph, but eager execution is on: "
            "call it inside `with tf1_graphs.tensorflow1.new_graph():`"
        )
    captured = name if isinstance(name, CapturedScope) else capture_scope(name, default_name, reuse)
    with (
        tf.variable_scope(captured.scope, reuse=reuse, auxiliary_name_scope=False) as scope,
        tf.name_scope(scope.original_name_scope),
    ):
        yield LayerScope(scope, inputs.dtype.base_dtype, trainable, captured.variables)
