"""Programs of `tf.contrib.learn`, the same for TensorFlow 1.15.5 and for the drop-in.

Python 3.7 runs them too. Each takes `tf`, a folder for its model and a hook that records the graphs
it is run in, and returns what it printed: evaluations, predictions.
"""

import itertools

import numpy as np

from tests.tf1.estimators.programs import CLASSES, TARGETS, WORDS, X, numbers

AGES = (X[:, 2:3] * 10).astype(np.float32)
IDS = np.arange(64).reshape(64, 1) % 7


def _config(tf, folder=None, **settings):
    session = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=-1)
    return tf.contrib.learn.RunConfig(
        tf_random_seed=42, session_config=session, model_dir=folder, **settings
    )


def _inputs(tf, labels):
    def input_fn():
        features = {
            "x": tf.constant(X),
            "age": tf.constant(AGES),
            "word": tf.constant(WORDS.reshape(64, 1).tolist()),
            "number": tf.constant(IDS),
            "weight": tf.constant(np.abs(X[:, 3])),
            "bag": tf.SparseTensor([[0, 0], [0, 1], [63, 0]], ["a", "c", "z"], [64, 2]),
            "share": tf.SparseTensor([[0, 0], [0, 1], [63, 0]], [0.5, 2.0, 1.0], [64, 2]),
        }
        return features, tf.constant(labels)

    return input_fn


def _use(tf, estimator, hook, labels=CLASSES, **options):
    inputs = _inputs(tf, labels)
    estimator.fit(input_fn=inputs, steps=6, monitors=[hook("train")])
    metrics = estimator.evaluate(input_fn=inputs, steps=1, hooks=[hook("eval")], **options)
    return {
        "metrics": numbers(metrics),
        "predictions": numbers(list(itertools.islice(estimator.predict(input_fn=inputs), 3))),
        "variables": sorted(estimator.get_variable_names()),
    }


def _sparse(tf):
    layers = tf.contrib.layers
    bag = layers.sparse_column_with_keys("bag", ["a", "b", "c"])
    return [
        layers.sparse_column_with_hash_bucket("word", 10),
        layers.sparse_column_with_integerized_feature("number", 5),
        layers.weighted_sparse_column(bag, "share"),
        layers.bucketized_column(layers.real_valued_column("age"), [-10.0, 0.0, 10.0]),
        layers.real_valued_column("x", dimension=4),
    ]


def _dense(tf):
    layers = tf.contrib.layers
    word, number, bag, buckets, x = _sparse(tf)
    return [
        layers.embedding_column(word, 3),
        layers.one_hot_column(number),
        layers.one_hot_column(bag),
        layers.embedding_column(bag, 2, combiner="sum"),
        buckets,
        layers.real_valued_column("age", normalizer=lambda age: age / 10.0),
        x,
    ]


def learn_dnn_classifier_of_arrays(tf, folder, hook):
    learn = tf.contrib.learn
    columns = learn.infer_real_valued_columns_from_input(X)
    estimator = learn.SKCompat(learn.DNNClassifier([8, 4], columns, folder, 2, config=_config(tf)))
    estimator.fit(X, CLASSES, batch_size=16, steps=9, monitors=[hook("train")])
    return {
        "metrics": numbers(estimator.score(X, CLASSES, batch_size=20)),
        "predictions": numbers(estimator.predict(X[:5])),
    }


def learn_dnn_classifier(tf, folder, hook):
    estimator = tf.contrib.learn.DNNClassifier(
        hidden_units=[6],
        feature_columns=_dense(tf),
        model_dir=folder,
        n_classes=3,
        weight_column_name="weight",
        optimizer=tf.train.AdamOptimizer(0.01),
        activation_fn=tf.nn.tanh,
        dropout=0.3,
        gradient_clip_norm=0.5,
        enable_centered_bias=True,
        config=_config(tf),
    )
    return _use(tf, estimator, hook, CLASSES.reshape(64, 1) + (IDS == 3))


def learn_dnn_classifier_of_words(tf, folder, hook):
    estimator = tf.contrib.learn.DNNClassifier(
        [4],
        [tf.contrib.layers.real_valued_column("x", dimension=4)],
        folder,
        n_classes=4,
        config=_config(tf),
        label_keys=["a", "b", "c", "d"],
    )
    return _use(tf, estimator, hook, WORDS.tolist())


def learn_dnn_regressor(tf, folder, hook):
    learn = tf.contrib.learn
    estimator = learn.DNNRegressor([5], _dense(tf), folder, config=_config(tf))
    metric = learn.MetricSpec(tf.contrib.metrics.streaming_mean_absolute_error, "scores")
    return _use(tf, estimator, hook, TARGETS.reshape(64, 1), metrics={"mae": metric})


def learn_linear_classifier(tf, folder, hook):
    estimator = tf.contrib.learn.LinearClassifier(
        _sparse(tf), folder, weight_column_name="weight", config=_config(tf)
    )
    return _use(tf, estimator, hook, CLASSES.reshape(64, 1))


def learn_linear_regressor(tf, folder, hook):
    estimator = tf.contrib.learn.LinearRegressor(
        _sparse(tf),
        folder,
        optimizer=tf.train.GradientDescentOptimizer(0.01),
        gradient_clip_norm=1.0,
        label_dimension=1,
        config=_config(tf),
    )
    return _use(tf, estimator, hook, TARGETS)


def learn_columns_of_estimators(tf, folder, hook):
    column = tf.feature_column.numeric_column("x", shape=[4])
    estimator = tf.contrib.learn.DNNLinearCombinedClassifier(
        folder,
        linear_feature_columns=[column],
        dnn_feature_columns=[column],
        dnn_hidden_units=[3],
        config=_config(tf),
    )
    return _use(tf, estimator, hook)


def learn_dnn_linear_combined_classifier(tf, folder, hook):
    estimator = tf.contrib.learn.DNNLinearCombinedClassifier(
        model_dir=folder,
        linear_feature_columns=_sparse(tf),
        dnn_feature_columns=_dense(tf),
        dnn_hidden_units=[6, 3],
        dnn_dropout=0.2,
        config=_config(tf),
        fix_global_step_increment_bug=True,
    )
    return _use(tf, estimator, hook)


def learn_dnn_linear_combined_regressor(tf, folder, hook):
    dense = _dense(tf)
    estimator = tf.contrib.learn.DNNLinearCombinedRegressor(
        model_dir=folder,
        linear_feature_columns=_sparse(tf)[:2],
        linear_optimizer=tf.train.FtrlOptimizer(0.1),
        dnn_feature_columns=dense[:1],
        dnn_optimizer=tf.train.AdagradOptimizer(0.1),
        dnn_hidden_units=[4],
        embedding_lr_multipliers={dense[0]: 0.5},
        config=_config(tf),
    )
    return _use(tf, estimator, hook, TARGETS)


def _model_fn(tf):
    layers = tf.contrib.layers

    def model_fn(features, labels, mode, params):
        net = layers.fully_connected(features["x"], params["units"])
        output = layers.fully_connected(net, 1, activation_fn=tf.sigmoid)
        loss = tf.losses.log_loss(tf.reshape(labels, [-1, 1]), output)
        step = tf.train.get_global_step()
        train_op = layers.optimize_loss(loss, step, 0.1, "SGD")
        return {"p": output, "c": tf.round(output)}, loss, train_op

    return model_fn


def learn_model_fn(tf, folder, hook):
    learn, metrics = tf.contrib.learn, tf.contrib.metrics
    estimator = learn.Estimator(_model_fn(tf), folder, _config(tf), params={"units": 5})
    specs = {
        "accuracy": learn.MetricSpec(metrics.streaming_accuracy, prediction_key="c"),
        "auc": learn.MetricSpec(metrics.streaming_auc, prediction_key="p"),
    }
    return _use(tf, estimator, hook, CLASSES.reshape(64, 1), metrics=specs)


def learn_logistic_regressor(tf, folder, hook):
    def model_fn(features, labels, mode):
        predictions = tf.contrib.layers.fully_connected(features["x"], 1, activation_fn=tf.sigmoid)
        loss = None if labels is None else tf.losses.log_loss(labels, predictions)
        step = tf.train.get_global_step()
        train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss, step)
        return predictions, loss, train_op

    estimator = tf.contrib.learn.LogisticRegressor(
        model_fn, [0.4, 0.6], model_dir=folder, config=_config(tf)
    )
    return _use(tf, estimator, hook, CLASSES.reshape(64, 1))


def learn_experiment(tf, folder, hook):
    learn = tf.contrib.learn
    inputs = _inputs(tf, CLASSES)

    def experiment_fn(run_config, hparams):
        column = tf.contrib.layers.real_valued_column("x", dimension=4)
        estimator = learn.DNNClassifier([hparams.units], [column], config=run_config)
        return learn.Experiment(
            estimator,
            inputs,
            inputs,
            train_steps=8,
            eval_steps=1,
            train_monitors=[hook("train")],
            eval_hooks=[hook("eval")],
            min_eval_frequency=3,
            check_interval_secs=None,
        )

    run = learn.learn_runner.run
    hparams = tf.contrib.training.HParams(units=3)
    settings = _config(tf, folder, save_checkpoints_steps=3)
    metrics, exports = run(experiment_fn, run_config=settings, hparams=hparams)
    return {"metrics": numbers(metrics), "exports": exports}


def learn_validation_monitor(tf, folder, hook):
    learn = tf.contrib.learn
    column = tf.contrib.layers.real_valued_column("x", dimension=4)
    settings = _config(tf, save_checkpoints_steps=2)
    estimator = learn.LinearClassifier([column], folder, config=settings)
    inputs = _inputs(tf, CLASSES)
    monitor = learn.monitors.ValidationMonitor(
        input_fn=inputs,
        eval_steps=1,
        every_n_steps=2,
        early_stopping_rounds=4,
        early_stopping_metric_minimize=False,
        check_interval_secs=None,
    )
    capture = learn.monitors.CaptureVariable("linear/bias_weight/part_0", every_n=3)
    estimator.fit(input_fn=inputs, steps=40, monitors=[hook("train"), monitor, capture])
    return {
        "stopped": [bool(monitor.early_stopped), int(monitor.best_step)],
        "best": float(monitor.best_value),
        "captured": numbers({str(step): value for step, value in capture.values.items()}),
        "steps": int(estimator.get_variable_value("global_step")),
    }


def _points(tf):
    return lambda: tf.train.limit_epochs(tf.convert_to_tensor(X), num_epochs=1)


def _clusters(tf, estimator, hook):
    points = _points(tf)
    for number in range(2):
        estimator.train(points, hooks=[hook(("first", "second")[number])])
    return {
        "score": float(estimator.score(points)),
        "centers": numbers(estimator.cluster_centers()),
        "clusters": numbers(list(estimator.predict_cluster_index(points))),
        "distances": numbers(list(estimator.transform(points))[:3]),
    }


def k_means_clustering(tf, folder, hook):
    estimator = tf.contrib.factorization.KMeansClustering(
        3,
        folder,
        initial_clusters="kmeans_plus_plus",
        random_seed=5,
        use_mini_batch=False,
        config=_config(tf),
    )
    return _clusters(tf, estimator, hook)


def k_means_of_estimators(tf, folder, hook):
    session = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=-1)
    settings = tf.estimator.RunConfig(tf_random_seed=42, session_config=session)
    estimator = tf.compat.v1.estimator.experimental.KMeans(
        3, folder, use_mini_batch=False, config=settings
    )
    return _clusters(tf, estimator, hook)


def tpu_estimator(tf, folder, hook):
    """As BERT does, a step reads the global step while it is counted."""

    def model_fn(features, labels, mode, params):
        logits = tf.layers.dense(tf.layers.dropout(features["x"], training=mode == "train"), 2)
        if mode == tf.estimator.ModeKeys.PREDICT:
            return tf.contrib.tpu.TPUEstimatorSpec(mode, {"logits": logits})
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        loss = tf.reduce_mean(losses)
        step = tf.train.get_or_create_global_step()
        rate = tf.train.polynomial_decay(0.5, step, 6, 0.0)
        train_op = tf.train.GradientDescentOptimizer(rate).minimize(loss)
        train_op = tf.group(train_op, [step.assign(step + 1)])
        metrics = (lambda values: {"mean": tf.metrics.mean(values)}, [losses])
        spec = tf.contrib.tpu.TPUEstimatorSpec
        return spec(mode, {"logits": logits}, loss, train_op, metrics)

    def input_fn(params):
        data = tf.data.Dataset.from_tensor_slices(({"x": X}, CLASSES)).repeat()
        return data.apply(tf.contrib.data.map_and_batch(lambda x, y: (x, y), params["batch_size"]))

    session = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=-1)
    settings = tf.contrib.tpu.RunConfig(
        model_dir=folder,
        tf_random_seed=42,
        session_config=session,
        tpu_config=tf.contrib.tpu.TPUConfig(iterations_per_loop=2),
    )
    estimator = tf.contrib.tpu.TPUEstimator(
        model_fn,
        config=settings,
        use_tpu=False,
        train_batch_size=8,
        eval_batch_size=8,
        predict_batch_size=4,
    )
    estimator.train(input_fn, max_steps=6, hooks=[hook("train")])
    metrics = estimator.evaluate(input_fn, steps=3, hooks=[hook("eval")])
    predictions = estimator.predict(input_fn, hooks=[hook("predict")])
    return {
        "metrics": numbers(metrics),
        "predictions": numbers(list(itertools.islice(predictions, 3))),
        "kernel": numbers(estimator.get_variable_value("dense/kernel")),
    }
