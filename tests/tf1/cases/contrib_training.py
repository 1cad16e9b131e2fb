"""`tf.contrib.training`: hyperparameters, and batches of like lengths."""


def hparams(tf):
    params = tf.contrib.training.HParams(rate=0.1, units=[8, 4], name="a", deep=True)
    params.add_hparam("steps", 10)
    params.parse("rate=1e-3,units=[2, 3],deep=false,name=net")
    params.parse_json('{"steps": 20}')
    assert "rate" in params
    assert params.get("nothing", 3) == 3
    params.set_hparam("rate", 2)
    said = [str(params), repr(params), params.to_json(sort_keys=True)]
    return [tf.constant([len(text) for text in said]), tf.constant([params.rate, params.steps])]


def hparams_errors(tf):
    params = tf.contrib.training.HParams(rate=0.1, units=[8, 4], deep=True)
    lengths = []
    for wrong in ("rate=a", "unknown=1", "units=3", "rate=[1]", "rate=1,rate=2", "rate", "deep=x"):
        try:
            params.parse(wrong)
        except ValueError as error:
            lengths.append(len(str(error)))
    for name, value in (("rate", "a"), ("deep", 1), ("units", 3)):
        try:
            params.set_hparam(name, value)
        except ValueError as error:
            # The class is named otherwise in Python 2 and 3 only.
            lengths.append(len(str(error)))
    return tf.constant(lengths)


def bucket_by_sequence_length(tf):
    lengths = tf.constant(3)
    values = tf.range(lengths)
    return _nodes_only(
        tf.contrib.training.bucket_by_sequence_length(
            lengths, [values], batch_size=2, bucket_boundaries=[2, 5], dynamic_pad=True
        )
    )


def bucket_options(tf):
    return _nodes_only(
        tf.contrib.training.bucket(
            {"x": tf.constant([1.0, 2.0])},
            tf.constant(1),
            [2, 3],
            2,
            num_threads=2,
            bucket_capacities=[5, 6],
            allow_smaller_final_batch=True,
        )
    )


def _nodes_only(_):
    """Leave a batch unfetched: its queue runners are not started."""


def training_ops(tf):
    training = tf.contrib.training
    w = tf.get_variable("w", [2], initializer=tf.ones_initializer())
    loss = tf.reduce_sum(w * w)
    return training.create_train_op(
        loss,
        tf.train.GradientDescentOptimizer(0.1),
        transform_grads_fn=training.clip_gradient_norms_fn(1.0),
    )
