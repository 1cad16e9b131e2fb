"""A canned estimator, by `train_and_evaluate`."""

import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)
points = np.random.RandomState(6).rand(30, 2).astype(np.float32)
columns = [tf.feature_column.numeric_column("x", shape=[2])]


def input_fn():
    dataset = tf.data.Dataset.from_tensor_slices(({"x": points}, points.argmax(axis=1)))
    return dataset.repeat().batch(6)


estimator = tf.estimator.DNNClassifier(
    [4],
    columns,
    model_dir="model",
    dropout=0.2,
    config=tf.estimator.RunConfig(tf_random_seed=3, save_checkpoints_steps=5),
)
train_spec = tf.estimator.TrainSpec(input_fn, max_steps=15)
eval_spec = tf.estimator.EvalSpec(input_fn, steps=4, throttle_secs=0, start_delay_secs=0)
print(tf.estimator.train_and_evaluate(estimator, train_spec, eval_spec)[0])
for name in estimator.get_variable_names():
    print(name, np.ravel(estimator.get_variable_value(name)).tolist())
