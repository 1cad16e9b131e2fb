"""Where the drop-in builds or computes something else than TensorFlow 1.15.5, and why.

A test fails when one of these comes to agree, so that the list stays true.
"""

# By case: by how many ops the graph is larger or smaller, and what is different.
NODES = {
    "images.images_cropped": (
        -64,
        "TensorFlow 2 left out run-time checks of sizes known beforehand",
    ),
    "contrib_moved.signal": (-15, "tf.signal knows shapes that it computed before"),
    "seq2seq.beam_search": (+166, "no op GatherTree today: gather_tree builds it from others"),
    "seq2seq.beam_search_history": (+334, "as beam_search, twice"),
    "seq2seq.gather_tree": (+166, "as beam_search"),
    "keras_layers.dense_options": (
        -6,
        "an L2 loss is one L2Loss, and an activity's loss has no zero added",
    ),
    "keras_layers.activations": (-7, "selu is one op"),
    "keras_layers.batch_normalization_fused": (
        0,
        "the moving statistics are read before the op, not constants",
    ),
    "keras_layers.layer_normalization": (19, "the fused kernel normalizes"),
    "keras_layers.conv2d_transpose": (
        -14,
        "the output's size is computed beforehand where it is known",
    ),
    "keras_layers.shapes": (-4, "flatten and up-sampling know shapes that were computed before"),
    "keras_layers.merges": (2, "Dot multiplies matrices where it summed products"),
    "keras_layers.embedding_masked": (0, "masking selects by SelectV2, which names its ops so"),
    "keras_layers.lstm_dropout": (-4, "ones of a known shape are one constant"),
    "keras_layers.time_distributed": (2, "the mask's shape is built, too"),
    "keras_layers.losses": (-6, "denominators are bounded by one op, not by two"),
    "keras_layers.loss_classes": (-33, "weights are not broadcast: the product does that"),
    "keras_layers.backend": (1, "a square root's operand is bounded by one op"),
    "keras_layers.adam_amsgrad": (
        -1,
        "as sgd, and gradients are clipped outside the scope of the gradients",
    ),
    "keras_layers.sgd": (-1, "the step is not read after its addition"),
    "keras_layers.rmsprop": (-1, "as sgd"),
    "keras_layers.rmsprop_centered": (-1, "as sgd"),
    "keras_layers.adagrad": (-1, "as sgd"),
    "keras_layers.adadelta": (-1, "as sgd"),
    "keras_layers.adam": (-1, "as sgd"),
    "keras_layers.adamax": (-1, "as sgd"),
    "keras_layers.nadam": (-1, "as sgd"),
}

# By case: what gives other numbers.
OUTPUTS = {
    "keras_layers.lstm_dropout": "its masks' seeds are drawn by the graph's rule, not by NumPy",
}
