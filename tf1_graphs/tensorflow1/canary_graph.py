"""Builds the canary's graph, in TensorFlow 1 code that 1.15.5 runs as well."""

SEED = 42


def build(tf):
    """Build the graph into the default graph.

    | tensor | shape | meaning |
    |---|---|---|
    | `x`, `y` | [batch, 4, 4, 1], [batch] | placeholders: images and labels |
    | `kernel`, `weights`, `bias` | [3, 3, 1, 2], [8, 3], [3] | variables, drawn in three ways |
    | `mask` | [8] | a dropout's mask, scaled |
    | `train/Adam` | | a training step through convolution, pooling, dropout, moments, softmax |

    Args:
        tf: TensorFlow 1, or `compat.v1`.

    Returns:
        The tensors whose first values are compared, by name; the variables have to be initialized.
    """
    tf.set_random_seed(SEED)
    x = tf.placeholder(tf.float32, [None, 4, 4, 1], name="x")
    y = tf.placeholder(tf.int64, [None], name="y")
    kernel = tf.get_variable("kernel", [3, 3, 1, 2])
    normal = tf.truncated_normal_initializer(stddev=0.5)
    weights = tf.get_variable("weights", [8, 3], initializer=normal)
    bias = tf.Variable(tf.random_uniform([3]), name="bias")
    convolved = tf.nn.relu(tf.nn.conv2d(x, kernel, [1, 1, 1, 1], "SAME"))
    pooled = tf.nn.max_pool(convolved, [1, 2, 2, 1], [1, 2, 2, 1], "VALID")
    flat = tf.reshape(pooled, [-1, 8])
    mean, variance = tf.nn.moments(flat, [0])
    normalized = tf.nn.batch_normalization(flat, mean, variance, None, None, 1e-3)
    logits = tf.matmul(tf.nn.dropout(normalized, rate=0.5), weights) + bias
    with tf.name_scope("loss"):
        losses = tf.nn.softmax_cross_entropy_with_logits_v2(tf.one_hot(y, 3), logits)
        loss = tf.reduce_mean(losses) + 0.01 * tf.reduce_logsumexp(tf.abs(weights))
    with tf.name_scope("train"):
        optimizer = tf.train.AdamOptimizer()
        gradients = optimizer.compute_gradients(loss)
        clipped, _ = tf.clip_by_global_norm([gradient for gradient, _ in gradients], 1.0)
        optimizer.apply_gradients(zip(clipped, [variable for _, variable in gradients]))  # noqa: B905 - Python 3.7 runs it
    mask = tf.nn.dropout(tf.ones([8]), rate=0.5, name="mask")
    return {"kernel": kernel, "weights": weights, "bias": bias, "mask": mask}
