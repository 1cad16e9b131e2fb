"""Offers contrib's functions where TensorFlow 1 had them: `tf.contrib.rnn.python.ops …`.

A script that imports `core_rnn_cell` from there gets what the public module has, under any file's
name that TensorFlow 1 had.
"""

import types

# Folders below `python`, and files, of TensorFlow 1.15.5 that have no module of their own here.
PLACES = {
    "crf": ("ops", "crf"),
    "cudnn_rnn": ("layers", "ops", "cudnn_rnn", "cudnn_rnn_ops"),
    "data": ("ops",),
    "distributions": (
        "ops",
        "bernoulli",
        "beta",
        "categorical",
        "conditional_distribution",
        "conditional_transformed_distribution",
        "distribution",
        "gamma",
        "independent",
        "logistic",
        "mixture",
        "mixture_same_family",
        "mvn_diag",
        "mvn_full_covariance",
        "mvn_tril",
        "normal",
        "onehot_categorical",
        "poisson",
        "relaxed_bernoulli",
        "relaxed_onehot_categorical",
        "uniform",
    ),
    "framework": ("framework", "ops", "checkpoint_utils"),
    "layers": (
        "layers",
        "ops",
        "embedding_ops",
        "encoders",
        "feature_column",
        "feature_column_ops",
        "optimizers",
        "summaries",
    ),
    "learn": (
        "learn",
        "estimators",
        "estimator",
        "head",
        "dnn",
        "linear",
        "dnn_linear_combined",
        "logistic_regressor",
        "metric_key",
        "metric_spec",
        "model_fn",
        "prediction_key",
        "learn_io",
        "data_feeder",
        "numpy_io",
        "pandas_io",
        "export_strategy",
        "utils",
    ),
    "legacy_seq2seq": ("ops", "seq2seq"),
    "losses": ("losses", "loss_ops"),
    "metrics": ("metrics", "ops", "metric_ops", "set_ops"),
    "opt": ("training",),
    "rnn": ("ops", "core_rnn", "core_rnn_cell", "core_rnn_cell_impl", "rnn", "rnn_cell"),
    "seq2seq": ("ops",),
    "signal": (
        "ops",
        "mel_ops",
        "mfcc_ops",
        "reconstruction_ops",
        "shape_ops",
        "spectral_ops",
        "util_ops",
        "window_ops",
    ),
    "slim": ("slim", "data"),
    "training": ("training", "bucket_ops", "hparam"),
}


def python_folder(module_name, public):
    """Return what `tf.contrib.X.python` is.

    Args:
        module_name: of the public module, `tf1_graphs.tf1.contrib.rnn`.
        public: function of a name: what the public module has under it.
    """
    folder = types.ModuleType(f"{module_name}.python")
    places = PLACES.get(module_name.rpartition(".")[2], ())

    def get(name):
        if name.startswith("__"):
            raise AttributeError(name)
        return folder if name in places else public(name)

    folder.__getattr__ = get
    return folder
