"""Builds the graphs of article 003's regression models."""

from tf1_graphs import layers
from tf1_graphs.articles.housing.training import N_DEEP, N_FEATURES, N_WIDE, CandidateSettings
from tf1_graphs.experiments.experiment import BookGraph
from tf1_graphs.tensorflow1 import tf


def build_mlp(settings):
    """Build the regression model: one hidden layer of 30 neurons.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 8] | float32 | features, scaled |
    | y | input/y | [batch] | float32 | median house value in 100,000 dollars |
    | hidden1 | full-connect-layer/hidden1/Relu | [batch, 30] | float32 | hidden layer |
    | output | output/output/BiasAdd | [batch, 1] | float32 | predicted value |
    | predictions | output/predictions | [batch] | float32 | predicted value |
    | loss | loss/loss | [] | float32 | mean squared error |
    """
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, N_FEATURES), name="X")
        y = _prices()
    output = _output(_hidden_layers(X, (30,)))
    return _train({"X": X, "y": y}, settings, output)


def build_candidate(settings):
    """Build the article's `build_model`: hidden layers of one size.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, features] | float32 | features, scaled |
    | y | input/y | [batch] | float32 | target |
    | hidden1, hidden2 … | full-connect-layer/hidden1/Relu … | [batch, layer size] | float32 | |
    | output | output/output/BiasAdd | [batch, 1] | float32 | predicted target |
    | predictions | output/predictions | [batch] | float32 | predicted target |
    | loss | loss/loss | [] | float32 | mean squared error |
    """
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, settings.features), name="X")
        y = _prices()
    output = _output(_hidden_layers(X, (settings.layer_size,) * settings.hidden_layers))
    return _train({"X": X, "y": y}, settings, output)


def build_default_candidate(_settings):
    """Build `build_model` with its default arguments; a search puts its candidates in their place.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 8] | float32 | features, scaled |
    | y | input/y | [batch] | float32 | median house value in 100,000 dollars |
    | hidden1 | full-connect-layer/hidden1/Relu | [batch, 30] | float32 | |
    | output | output/output/BiasAdd | [batch, 1] | float32 | predicted value |
    | predictions | output/predictions | [batch] | float32 | predicted value |
    | loss | loss/loss | [] | float32 | mean squared error |
    """
    return build_candidate(CandidateSettings())


def build_wide_deep(settings):
    """Build the wide-and-deep model of the functional API: 30 and 20 neurons.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 8] | float32 | features, scaled |
    | y | input/y | [batch] | float32 | median house value in 100,000 dollars |
    | hidden1 | full-connect-layer/hidden1/Relu | [batch, 30] | float32 | deep part |
    | hidden2 | full-connect-layer/hidden2/Relu | [batch, 20] | float32 | deep part |
    | concat | full-connect-layer/concat | [batch, 28] | float32 | wide part and deep part |
    | output | output/output/BiasAdd | [batch, 1] | float32 | predicted value |
    | predictions | output/predictions | [batch] | float32 | predicted value |
    | loss | loss/loss | [] | float32 | mean squared error |

    Corrected (erratum 2), the wide part is the first five features: `concat` is [batch, 25].
    """
    return _wide_deep(settings, (30, 20))


def build_wide_deep_subclass(settings):
    """Build the wide-and-deep model of the subclass API: 30 and 30 neurons.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 8] | float32 | features, scaled |
    | y | input/y | [batch] | float32 | median house value in 100,000 dollars |
    | hidden1 | full-connect-layer/hidden1/Relu | [batch, 30] | float32 | deep part |
    | hidden2 | full-connect-layer/hidden2/Relu | [batch, 30] | float32 | deep part |
    | concat | full-connect-layer/concat | [batch, 38] | float32 | wide part and deep part |
    | output | output/output/BiasAdd | [batch, 1] | float32 | predicted value |
    | predictions | output/predictions | [batch] | float32 | predicted value |
    | loss | loss/loss | [] | float32 | mean squared error |

    Corrected (erratum 2), the wide part is the first five features: `concat` is [batch, 35].
    """
    return _wide_deep(settings, (30, 30))


def build_multi_input(settings):
    """Build the model with two inputs, which overlap in three features.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | wide | input/wide | [batch, 5] | float32 | features 0 to 4, scaled |
    | deep | input/deep | [batch, 6] | float32 | features 2 to 7, scaled |
    | y | input/y | [batch] | float32 | median house value in 100,000 dollars |
    | hidden1 | full-connect-layer/hidden1/Relu | [batch, 30] | float32 | deep part |
    | hidden2 | full-connect-layer/hidden2/Relu | [batch, 30] | float32 | deep part |
    | concat | full-connect-layer/concat | [batch, 35] | float32 | wide part and deep part |
    | output | output/output/BiasAdd | [batch, 1] | float32 | predicted value |
    | predictions | output/predictions | [batch] | float32 | predicted value |
    | loss | loss/loss | [] | float32 | mean squared error |
    """
    inputs = _two_inputs()
    _, concat = _wide_and_deep(inputs["wide"], inputs["deep"], (30, 30))
    return _train(inputs, settings, _output(concat))


def build_multi_output(settings):
    """Build the model with two inputs and two outputs, whose losses are added.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | wide | input/wide | [batch, 5] | float32 | features 0 to 4, scaled |
    | deep | input/deep | [batch, 6] | float32 | features 2 to 7, scaled |
    | y | input/y | [batch] | float32 | median house value in 100,000 dollars, of both outputs |
    | hidden1 | full-connect-layer/hidden1/Relu | [batch, 30] | float32 | deep part |
    | hidden2 | full-connect-layer/hidden2/Relu | [batch, 30] | float32 | deep part |
    | concat | full-connect-layer/concat | [batch, 35] | float32 | wide part and deep part |
    | output | output/output/BiasAdd | [batch, 1] | float32 | value, from both parts |
    | output2 | output/output2/BiasAdd | [batch, 1] | float32 | value, from the deep part alone |
    | predictions | output/predictions | [batch] | float32 | value, from both parts |
    | loss | loss/loss | [] | float32 | sum of the two |
    | output_loss | loss/output_loss | [] | float32 | mean squared error; Keras' `dense_2_loss` |
    | output2_loss | loss/output2_loss | [] | float32 | mean squared error; Keras' `dense_3_loss` |
    """
    inputs = _two_inputs()
    hidden2, concat = _wide_and_deep(inputs["wide"], inputs["deep"], (30, 30))
    return _train(inputs, settings, _output(concat), _output(hidden2, "output2"))


def _prices():
    return tf.placeholder(tf.float32, shape=(None,), name="y")


def _two_inputs():
    with tf.name_scope("input"):
        wide = tf.placeholder(tf.float32, shape=(None, N_WIDE), name="wide")
        deep = tf.placeholder(tf.float32, shape=(None, N_DEEP), name="deep")
        return {"wide": wide, "deep": deep, "y": _prices()}


def _hidden_layers(inputs, sizes):
    with tf.name_scope("full-connect-layer"):
        for i, size in enumerate(sizes, 1):
            inputs = layers.dense(inputs, size, activation=tf.nn.relu, name=f"hidden{i}")
        return inputs


def _wide_and_deep(wide, deep, sizes):
    """Return the deep part's last hidden layer, and the wide part joined to it."""
    hidden = _hidden_layers(deep, sizes)
    with tf.name_scope("full-connect-layer/"):
        return hidden, tf.concat([wide, hidden], 1, name="concat")


def _wide_deep(settings, sizes):
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, N_FEATURES), name="X")
        y = _prices()
        wide = tf.identity(X[:, :N_WIDE], name="wide") if 2 in settings.corrected else X
    _, concat = _wide_and_deep(wide, X, sizes)
    return _train({"X": X, "y": y}, settings, _output(concat))


def _output(inputs, name="output"):
    with tf.name_scope("output" if name == "output" else "output/"):
        return layers.dense(inputs, 1, name=name)


def _train(inputs, settings, output, output2=None):
    """Build loss, optimizer and predictions; the losses are measured in each training step too."""
    with tf.name_scope("output/"):
        predictions = tf.squeeze(output, axis=1, name="predictions")
        if output2 is not None:
            predictions2 = tf.squeeze(output2, axis=1, name="predictions2")
    metrics = {}
    with tf.name_scope("loss"):
        if output2 is None:
            metrics["loss"] = _mean_squared_error(predictions, inputs["y"], "loss")
        else:
            losses = (
                _mean_squared_error(predictions, inputs["y"], "output_loss"),
                _mean_squared_error(predictions2, inputs["y"], "output2_loss"),
            )
            metrics["loss"] = tf.add(*losses, name="loss")
            metrics["output_loss"], metrics["output2_loss"] = losses
    with tf.name_scope("train"):
        optimizer = tf.train.GradientDescentOptimizer(settings.learning_rate)
        training_op = optimizer.minimize(metrics["loss"])
    return BookGraph(
        inputs=inputs,
        training_op=training_op,
        metrics=metrics,
        step_metrics=metrics,
        predictions=predictions,
    )


def _mean_squared_error(predictions, y, name):
    return tf.reduce_mean(tf.square(predictions - y), name=name)
