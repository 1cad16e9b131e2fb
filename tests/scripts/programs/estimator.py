"""An estimator of the script's own: trained, evaluated and asked in turn, by `tf.data`."""

import numpy as np
import tensorflow as tf

points = np.random.RandomState(4).rand(40, 3).astype(np.float32)
labels = (points.sum(axis=1) > 1.5).astype(np.int32)


def model_fn(features, labels, mode):
    hidden = tf.layers.dense(features["x"], 5, activation=tf.nn.relu)
    hidden = tf.layers.dropout(hidden, 0.3, training=mode == tf.estimator.ModeKeys.TRAIN)
    logits = tf.layers.dense(hidden, 2)
    classes = tf.argmax(logits, 1)
    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode, predictions={"classes": classes, "logits": logits})
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    optimizer = tf.train.AdamOptimizer(0.01)
    return tf.estimator.EstimatorSpec(
        mode,
        loss=loss,
        train_op=optimizer.minimize(loss, global_step=tf.train.get_global_step()),
        eval_metric_ops={"accuracy": tf.metrics.accuracy(labels, classes)},
    )


def batches():
    dataset = tf.data.Dataset.from_tensor_slices(({"x": points}, labels))
    return dataset.shuffle(40, seed=5).repeat().batch(8)


def once():
    return tf.data.Dataset.from_tensor_slices(({"x": points}, labels)).batch(10)


config = tf.estimator.RunConfig(
    "model", tf_random_seed=8, save_checkpoints_steps=6, save_summary_steps=5, keep_checkpoint_max=2
)
estimator = tf.estimator.Estimator(model_fn, config=config)
for _ in range(2):
    estimator.train(batches, steps=8)
    print(sorted(estimator.evaluate(once).items()))
print([answer["logits"].tolist() for answer in estimator.predict(once)][:3])
print(estimator.get_variable_value("dense/kernel").tolist())
