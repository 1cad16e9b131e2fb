"""Defines what the canned estimators use of Keras: `Model`, `Layer` and `DenseFeatures`.

They build the nodes of TensorFlow 1's Keras. With them, estimators need no Keras at all.

References:
    TensorFlow 1.15.5, `python/keras/engine/base_layer.py`, `network.py` and
    `python/feature_column/dense_features.py`.
"""

import collections
import weakref

from tf1_graphs import tensorflow1
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.base_layer import Layer as LayerOfLayers
from tf1_graphs.tf1.base_layer import snake_case

columns_v2 = tensorflow1.private_module("python.feature_column.feature_column_v2")
pure_variable_scope = tensorflow1.private_module("python.ops.variable_scope")._pure_variable_scope


class Layer:
    """A Keras layer: its ops stand in a name scope of its name; its scope of variables is open.

    Args:
        name: None is the class's, made unique in the graph: `my_layer`, `my_layer_1`.
        trainable: whether its variables may be trained.
        dtype: type of variables that say none.
    """

    def __init__(self, name=None, trainable=True, dtype=None, **_):
        self.trainable = trainable
        self.dtype = dtype
        self.built = False
        self.name = name or _unique(snake_case(type(self).__name__))
        self._made = []

    def __setattr__(self, name, value):
        # Layers of tf.layers make resource variables inside a Keras model.
        if isinstance(value, LayerOfLayers):
            value._use_resource_variables = True
        super().__setattr__(name, value)

    def build(self, input_shape):
        """Make the variables."""
        self.built = True

    def __call__(self, inputs, *args, **kwargs):
        """Build the layer on `inputs`, a tensor or a structure of tensors."""
        with tf.name_scope(self.name):
            if not self.built:
                self.build(None)
                self.built = True
            return self.call(inputs, *args, **kwargs)

    def add_weight(
        self, name, shape, dtype=None, initializer=None, trainable=True, use_resource=None, **_
    ):
        """Make one of the layer's variables in the variable scope that is open."""
        variable = tf.get_variable(
            name,
            shape,
            dtype=tf.as_dtype(dtype or self.dtype or tf.float32),
            initializer=initializer,
            trainable=trainable,
            use_resource=use_resource,
        )
        self._made.append(variable)
        return variable

    add_variable = add_weight

    def _track_trackable(self, *_, **__):
        """Do nothing: checkpoints of TensorFlow 1 find variables by their names."""

    @property
    def variables(self):
        """All variables, those of layers that are attributes included, the trainable ones first."""
        made = list(self._made)
        for value in vars(self).values():
            if isinstance(value, (Layer, LayerOfLayers)):
                made += value.variables
        made = list({id(item): item for item in made}.values())
        trained = [part for variable in made for part in _parts(variable) if part.trainable]
        ids = {id(variable) for variable in trained}
        return sorted(made, key=lambda item: id(_parts(item)[0]) not in ids)

    weights = property(lambda self: self.variables)
    trainable_variables = property(
        lambda self: [item for item in self.variables if _parts(item)[0].trainable]
    )


Model = Layer


class DenseFeatures(Layer):
    """A layer of dense feature columns, concatenated in the order of their names.

    Args:
        feature_columns: `numeric_column`, `embedding_column`, `indicator_column` …
        trainable: as `Layer`.
        name: as `Layer`.
        **kwargs: for `Layer`.

    Raises:
        ValueError: a column is categorical, and not wrapped into a dense one.
    """

    def __init__(self, feature_columns, trainable=True, name=None, **kwargs):
        super().__init__(name=name, trainable=trainable, **kwargs)
        self._feature_columns = columns_v2._normalize_feature_columns(feature_columns)
        self._state_manager = columns_v2._StateManagerImpl(self, trainable)
        for column in self._feature_columns:
            if not isinstance(column, columns_v2.DenseColumn):
                raise ValueError(
                    f"Items of feature_columns must be a {columns_v2.DenseColumn}. You can wrap a "
                    "categorical column with an embedding_column or indicator_column. "
                    f"Given: {column}"
                )

    def build(self, _):
        """Make the columns' variables and tables, in a variable scope of each."""
        for column in self._feature_columns:
            with pure_variable_scope(self.name), pure_variable_scope(column.name):
                column.create_state(self._state_manager)
        self.built = True

    def call(self, features, cols_to_output_tensors=None, **_):
        """Return the concatenated columns [batch, width], float32."""
        if not isinstance(features, collections.abc.Mapping):
            raise ValueError("We expected a dictionary here. Instead we got: ", features)
        cache = columns_v2.FeatureTransformationCache(features)
        outputs = []
        for column in self._feature_columns:
            with tf.name_scope(column.name):
                tensor = column.get_dense_tensor(cache, self._state_manager)
                width = column.variable_shape.num_elements()
                outputs.append(tf.reshape(tensor, (tf.shape(tensor)[0], width)))
                if cols_to_output_tensors is not None:
                    cols_to_output_tensors[column] = outputs[-1]
        columns_v2._verify_static_batch_size_equality(outputs, self._feature_columns)
        return tf.concat(outputs, -1)


_counters = weakref.WeakKeyDictionary()


def _unique(name):
    """Return a layer's name as Keras makes it unique: `linear_model`, `linear_model_1`."""
    graph = tf.get_default_graph()
    counter = _counters.setdefault(graph, collections.Counter())
    counter[name] += 1
    return name if counter[name] == 1 else f"{name}_{counter[name] - 1}"


def _parts(variable):
    return list(variable) if hasattr(variable, "as_tensor") else [variable]
