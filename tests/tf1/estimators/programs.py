"""Estimator programs, the same for TensorFlow 1.15.5 and for the drop-in; Python 3.7 runs them too.

Each takes `tf`, a folder for its model and a hook that records the graphs it is run in, and returns
what it printed: evaluations, predictions.
"""

import itertools

import numpy as np

RANDOM = np.random.RandomState(0)
X = RANDOM.normal(size=(64, 4)).astype(np.float32)
CLASSES = (X[:, 0] + X[:, 1] > 0).astype(np.int32)
WORDS = np.array(["a", "b", "c", "d"])[RANDOM.randint(4, size=64)]
TARGETS = X.dot([1.0, -2.0, 0.5, 0.25]).astype(np.float32)
FEATURES = {"x": X, "age": X[:, 2] * 10, "word": WORDS}


def config(tf, folder, **settings):
    session = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    return tf.estimator.RunConfig(
        model_dir=folder, tf_random_seed=42, session_config=session, **settings
    )


def numbers(value):
    """Return metrics or predictions as plain numbers, lists and text."""
    if isinstance(value, dict):
        return {key: numbers(item) for key, item in sorted(value.items())}
    if isinstance(value, (list, tuple)):
        return [numbers(item) for item in value]
    if isinstance(value, bytes):
        return value.decode()
    return numbers(value.tolist()) if hasattr(value, "tolist") else value


def use(tf, estimator, hook, features=FEATURES, labels=CLASSES, steps=10):
    """Train, evaluate and predict; return what came out."""

    def feed(**options):
        return tf.estimator.inputs.numpy_input_fn(features, batch_size=16, shuffle=False, **options)

    estimator.train(feed(y=labels, num_epochs=None), steps=steps, hooks=[hook("train")])
    metrics = estimator.evaluate(feed(y=labels), hooks=[hook("eval")])
    predictions = estimator.predict(feed(), hooks=[hook("predict")])
    return {
        "metrics": numbers(metrics),
        "predictions": numbers(list(itertools.islice(predictions, 3))),
        "variables": sorted(estimator.get_variable_names()),
    }


def dense_columns(tf):
    return [tf.feature_column.numeric_column("x", shape=[4])]


def sparse_columns(tf):
    column = tf.feature_column
    word = column.categorical_column_with_vocabulary_list("word", ["a", "b", "c"])
    age = column.bucketized_column(column.numeric_column("age"), [-10.0, 0.0, 10.0])
    return [word, age, column.crossed_column(["word", age], 20)]


def model_fn_dense(tf, folder, hook):
    def model_fn(features, labels, mode, params):
        hidden = tf.layers.dense(features["x"], params["units"], activation=tf.nn.relu)
        hidden = tf.layers.dropout(hidden, training=mode == tf.estimator.ModeKeys.TRAIN)
        logits = tf.layers.dense(hidden, 2)
        if mode == tf.estimator.ModeKeys.PREDICT:
            return tf.estimator.EstimatorSpec(mode, predictions={"p": tf.nn.softmax(logits)})
        loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
        if mode == tf.estimator.ModeKeys.EVAL:
            accuracy = tf.metrics.accuracy(labels, tf.argmax(logits, 1))
            return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops={"a": accuracy})
        step = tf.train.get_global_step()
        train_op = tf.train.AdamOptimizer(0.01).minimize(loss, step)
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)

    estimator = tf.estimator.Estimator(model_fn, config=config(tf, folder), params={"units": 8})
    return use(tf, estimator, hook)


def model_fn_dataset(tf, folder, hook):
    def input_fn():
        data = tf.data.Dataset.from_tensor_slices((X, TARGETS))
        return data.repeat().batch(8)

    def model_fn(features, labels, mode):
        predictions = tf.squeeze(tf.layers.dense(features, 1), 1)
        loss = tf.losses.mean_squared_error(labels, predictions)
        train_op = tf.train.GradientDescentOptimizer(0.1).minimize(
            loss, global_step=tf.train.get_or_create_global_step()
        )
        tf.summary.scalar("mse", loss)
        return tf.estimator.EstimatorSpec(mode, predictions, loss, train_op)

    estimator = tf.estimator.Estimator(model_fn, config=config(tf, folder, save_summary_steps=2))
    estimator.train(input_fn, max_steps=6, hooks=[hook("train")])
    estimator.train(input_fn, max_steps=9)
    metrics = estimator.evaluate(input_fn, steps=3, hooks=[hook("eval")], name="again")
    return {"metrics": numbers(metrics), "variables": sorted(estimator.get_variable_names())}


def dnn_classifier(tf, folder, hook):
    estimator = tf.estimator.DNNClassifier([8, 4], dense_columns(tf), config=config(tf, folder))
    return use(tf, estimator, hook)


def dnn_classifier_3(tf, folder, hook):
    estimator = tf.estimator.DNNClassifier(
        [8],
        dense_columns(tf),
        n_classes=3,
        optimizer=tf.train.AdamOptimizer(0.01),
        activation_fn=tf.nn.tanh,
        dropout=0.3,
        batch_norm=True,
        config=config(tf, folder),
    )
    return use(tf, estimator, hook)


def dnn_regressor(tf, folder, hook):
    column = tf.feature_column
    word = column.categorical_column_with_hash_bucket("word", 10)
    columns = [*dense_columns(tf), column.embedding_column(word, 3)]
    columns.append(column.indicator_column(sparse_columns(tf)[0]))
    estimator = tf.estimator.DNNRegressor([8], columns, config=config(tf, folder))
    return use(tf, estimator, hook, labels=TARGETS)


def linear_classifier(tf, folder, hook):
    columns = dense_columns(tf) + sparse_columns(tf)
    estimator = tf.estimator.LinearClassifier(columns, config=config(tf, folder))
    return use(tf, estimator, hook)


def linear_regressor(tf, folder, hook):
    estimator = tf.estimator.LinearRegressor(
        dense_columns(tf),
        optimizer=tf.train.GradientDescentOptimizer(0.01),
        config=config(tf, folder),
    )
    return use(tf, estimator, hook, labels=TARGETS)


def dnn_linear_combined_classifier(tf, folder, hook):
    estimator = tf.estimator.DNNLinearCombinedClassifier(
        linear_feature_columns=sparse_columns(tf),
        dnn_feature_columns=dense_columns(tf),
        dnn_hidden_units=[6],
        config=config(tf, folder),
    )
    return use(tf, estimator, hook)


def dnn_linear_combined_regressor(tf, folder, hook):
    estimator = tf.estimator.DNNLinearCombinedRegressor(
        linear_feature_columns=sparse_columns(tf),
        dnn_feature_columns=dense_columns(tf),
        dnn_hidden_units=[6],
        config=config(tf, folder),
    )
    return use(tf, estimator, hook, labels=TARGETS)


def baseline_classifier(tf, folder, hook):
    return use(tf, tf.estimator.BaselineClassifier(config=config(tf, folder)), hook)


def baseline_regressor(tf, folder, hook):
    estimator = tf.estimator.BaselineRegressor(config=config(tf, folder))
    return use(tf, estimator, hook, labels=TARGETS)


def train_and_evaluate(tf, folder, hook):
    column = dense_columns(tf)
    feed = tf.estimator.inputs.numpy_input_fn
    serving = tf.estimator.export.build_parsing_serving_input_receiver_fn(
        tf.feature_column.make_parse_example_spec(column)
    )
    estimator = tf.estimator.DNNClassifier([4], column, config=config(tf, folder))
    metrics, _ = tf.estimator.train_and_evaluate(
        estimator,
        tf.estimator.TrainSpec(
            feed({"x": X}, CLASSES, 16, None, False), max_steps=8, hooks=[hook("train")]
        ),
        tf.estimator.EvalSpec(
            feed({"x": X}, CLASSES, 16, 1, False),
            hooks=[hook("eval")],
            exporters=[
                tf.estimator.FinalExporter("final", serving),
                tf.estimator.LatestExporter("latest", serving),
                tf.estimator.BestExporter("best", serving),
            ],
        ),
    )
    return {"metrics": numbers(metrics)}


def warm_start(tf, folder, hook):
    first = tf.estimator.LinearClassifier(dense_columns(tf), config=config(tf, folder + "_first"))
    feed = tf.estimator.inputs.numpy_input_fn(FEATURES, CLASSES, 16, None, False)
    first.train(feed, steps=3)
    second = tf.estimator.LinearClassifier(
        dense_columns(tf), config=config(tf, folder), warm_start_from=folder + "_first"
    )
    return use(tf, second, hook)
