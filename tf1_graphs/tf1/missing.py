"""Lists what TensorFlow 1 had and the drop-in has not, and what to use instead.

Each name covers the names below it, unless one of those is named as an exception.
"""

ESTIMATOR = "use tf.estimator, whose estimators took the place of these"
CROSSED = (
    "its op is gone; tf.feature_column.crossed_column crosses columns of tf.feature_column, by "
    "another hash"
)
EAGER = "the drop-in builds graphs; for eager code, use TensorFlow 2 (`import tensorflow`)"

PRIVATE = "it was TensorFlow's private code"
TWO = "it is TensorFlow 2's, and this is a script of TensorFlow 2: run it with `python`"
COUNTED = "today's tf.data counts no such thing; profile with tf.profiler"

BOOSTED = (
    "today's TensorFlow has no kernels for boosted trees; use scikit-learn's gradient boosting"
)

BOSTON = "no library has these houses any more; tf.keras.datasets.boston_housing downloads them"

REASONS = {
    "tf.config.experimental_list_devices": "use the list_devices of a tf.Session",
    "tf.data.experimental.CheckpointInputPipelineHook": "use a tf.train.Saver with the iterator",
    "tf.data.experimental.MapVectorizationOptions": "today's tf.data vectorizes nothing",
    "tf.data.experimental.StatsAggregator": COUNTED,
    "tf.data.experimental.StatsOptions": COUNTED,
    "tf.data.experimental.bytes_produced_stats": COUNTED,
    "tf.data.experimental.latency_stats": COUNTED,
    "tf.image.resize_with_pad": TWO,
    "tf.initializers.GlorotUniform": TWO,
    "tf.initializers.RandomNormal": TWO,
    "tf.losses.BinaryCrossentropy": TWO,
    "tf.losses.CategoricalCrossentropy": TWO,
    "tf.losses.MSE": TWO,
    "tf.losses.MeanSquaredError": TWO,
    "tf.losses.binary_crossentropy": TWO,
    "tf.losses.categorical_crossentropy": TWO,
    "tf.optimizers": TWO,
    "tf.random.set_seed": TWO,
    "tf.summary.create_file_writer": TWO,
    "tf.summary.trace_export": TWO,
    "tf.summary.trace_on": TWO,
    "tf.contrib.boosted_trees": BOOSTED,
    "tf.contrib.layers.crossed_column": CROSSED,
    "tf.contrib.learn": ESTIMATOR,
    "tf.contrib.learn.datasets.base.load_boston": BOSTON,
    "tf.contrib.learn.datasets.load_boston": BOSTON,
    "tf.contrib.estimator": ESTIMATOR,
    "tf.contrib.eager": EAGER,
    "tf.contrib.cloud": "it read files of a cloud's storage; copy them to this machine",
    "tf.contrib.factorization.GMM": "sklearn.mixture.GaussianMixture finds such mixtures",
    "tf.contrib.factorization.WALSModel": "its ops are no part of today's TensorFlow",
    "tf.contrib.nccl": "it added up gradients of several GPUs; use tf.add_n",
    "tf.contrib.tensor_forest": (
        "its ops are no part of today's TensorFlow; sklearn.ensemble.RandomForestClassifier grows "
        "forests"
    ),
    "tf.enable_eager_execution": EAGER,
    "tf.enable_v2_behavior": EAGER,
    "tf.estimator.BoostedTreesClassifier": BOOSTED,
    "tf.estimator.BoostedTreesEstimator": BOOSTED,
    "tf.estimator.BoostedTreesRegressor": BOOSTED,
    "tf.keras.utils.multi_gpu_model": (
        "it ran a copy of the model on each of several GPUs; call the model itself, on one device"
    ),
    "tf.keras.wrappers": (
        "the package scikeras took its place, for Keras 3; call fit and predict of the model itself"
    ),
    "tf.estimator.experimental.boosted_trees_classifier_train_in_memory": BOOSTED,
    "tf.estimator.experimental.boosted_trees_regressor_train_in_memory": BOOSTED,
    "tf.models.rnn.ptb": "put the module `reader` of TensorFlow's models beside the script",
    "tf.nn.rnn_cell": "tf1_graphs does not rebuild this cell; subclass tf.nn.rnn_cell.RNNCell",
}


# Said of a name below these of which nothing else is known.
GONE = {
    "tf.app.flags.tf_decorator": PRIVATE,
    "tf.flags.tf_decorator": PRIVATE,
    "tf.keras": "the package tf_keras, which is Keras 2 of today, has it no more",
    "tf.lite.experimental": "TensorFlow Lite is a package of its own by now, ai-edge-litert",
    "tf.raw_ops": "today's TensorFlow has no such op",
    "tf.tpu.experimental": "today's TensorFlow trains embeddings on TPUs in another way",
    "tf.layers": "tf1_graphs does not rebuild it",
    "tf.contrib": "TensorFlow 2 has no tf.contrib, and tf1_graphs does not rebuild this part of it",
    "tf.python": (
        "today's TensorFlow has no such private name; use the public one, tf.reset_default_graph …"
    ),
    "tf.contrib.distributions": (
        "tf1_graphs does not rebuild it; TensorFlow Probability went on with it"
    ),
    "tf.core": "today's TensorFlow has no such private module; use the public name, tf.GraphDef …",
}


def reason(symbol):
    """Return why a symbol is missing, or an empty string where nothing is said about it."""
    while symbol:
        if symbol in REASONS:
            return REASONS[symbol]
        symbol = symbol.rpartition(".")[0]
    return ""


def gone(symbol):
    """Return what can be said of a symbol about which nothing in particular is known, or ""."""
    return next((why for root, why in GONE.items() if symbol.startswith(f"{root}.")), "")
