"""Layers, optimizers and losses of `tf.keras`, built on constants and placeholders."""

import numpy as np


def _images(tf, *shape):
    values = np.sin(np.arange(np.prod(shape))).reshape(shape).astype(np.float32)
    return tf.constant(values)


def _rows(tf):
    return _images(tf, 4, 5)


def _steps(tf):
    return _images(tf, 2, 3, 4)


def dense(tf):
    return tf.keras.layers.Dense(3, activation="relu")(_rows(tf))


def dense_options(tf):
    keras = tf.keras
    layer = keras.layers.Dense(
        3,
        use_bias=False,
        kernel_initializer="he_normal",
        kernel_regularizer=keras.regularizers.l2(0.01),
        activity_regularizer=keras.regularizers.l1(0.1),
        name="named",
    )
    return [layer(_rows(tf)), *layer.losses]


def dense_of_steps(tf):
    return tf.keras.layers.Dense(3)(_steps(tf))


def activations(tf):
    inputs = _rows(tf)
    names = ("elu", "selu", "softplus", "softsign", "sigmoid", "hard_sigmoid", "tanh", "softmax")
    return [tf.keras.layers.Activation(name)(inputs) for name in names]


def advanced_activations(tf):
    layers, inputs = tf.keras.layers, _rows(tf)
    made = [layers.LeakyReLU(), layers.PReLU(), layers.ELU(), layers.ThresholdedReLU()]
    made += [layers.Softmax(), layers.ReLU(max_value=1.0)]
    return [layer(inputs) for layer in made]


def dropout(tf):
    return tf.keras.layers.Dropout(0.5)(_rows(tf), training=True)


def dropout_by_placeholder(tf):
    training = tf.placeholder_with_default(True, ())
    return tf.keras.layers.Dropout(0.3)(_rows(tf), training=training)


def dropout_learning_phase(tf):
    inputs = tf.keras.Input((5,))
    model = tf.keras.Model(inputs, tf.keras.layers.Dropout(0.4)(inputs))
    return model(_rows(tf))


def spatial_dropout(tf):
    return tf.keras.layers.SpatialDropout1D(0.5)(_steps(tf), training=True)


def gaussian_noise(tf):
    np.random.seed(1)
    layers = tf.keras.layers
    noise = layers.GaussianNoise(0.1)(_rows(tf), training=True)
    return [noise, layers.GaussianDropout(0.2)(_rows(tf), training=True)]


def alpha_dropout(tf):
    np.random.seed(1)
    return tf.keras.layers.AlphaDropout(0.2)(_rows(tf), training=True)


def batch_normalization(tf):
    layer = tf.keras.layers.BatchNormalization()
    outputs = layer(_rows(tf), training=True)
    return [outputs, *layer.updates]


def batch_normalization_inference(tf):
    return tf.keras.layers.BatchNormalization()(_rows(tf), training=False)


def batch_normalization_fused(tf):
    layer = tf.keras.layers.BatchNormalization()
    return [layer(_images(tf, 2, 4, 4, 3), training=True), *layer.updates]


def layer_normalization(tf):
    return tf.keras.layers.LayerNormalization()(_rows(tf))


def conv1d(tf):
    return tf.keras.layers.Conv1D(2, 2)(_steps(tf))


def conv2d(tf):
    layers, images = tf.keras.layers, _images(tf, 1, 5, 5, 2)
    strided = layers.Conv2D(3, 3, strides=2, padding="same", activation="relu")(images)
    return [strided, layers.Conv2D(3, 3, dilation_rate=2)(images)]


def conv2d_transpose(tf):
    return tf.keras.layers.Conv2DTranspose(2, 3, strides=2)(_images(tf, 1, 5, 5, 2))


def separable_conv2d(tf):
    return tf.keras.layers.SeparableConv2D(3, 2)(_images(tf, 1, 5, 5, 2))


def depthwise_conv2d(tf):
    return tf.keras.layers.DepthwiseConv2D(2)(_images(tf, 1, 5, 5, 2))


def conv3d(tf):
    return tf.keras.layers.Conv3D(1, 2)(_images(tf, 1, 3, 3, 3, 1))


def poolings(tf):
    layers = tf.keras.layers
    images, steps = _images(tf, 1, 4, 4, 2), _images(tf, 1, 4, 2)
    return [
        layers.MaxPooling1D()(steps),
        layers.AveragePooling1D()(steps),
        layers.MaxPooling2D()(images),
        layers.AveragePooling2D(3, strides=1, padding="same")(images),
        layers.GlobalMaxPooling1D()(steps),
        layers.GlobalAveragePooling1D()(steps),
        layers.GlobalMaxPooling2D()(images),
        layers.GlobalAveragePooling2D()(images),
    ]


def shapes(tf):
    layers = tf.keras.layers
    images, steps = _images(tf, 1, 4, 4, 2), _steps(tf)
    return [
        layers.Flatten()(images),
        layers.Reshape((8, 4))(images),
        layers.Permute((2, 1))(steps),
        layers.RepeatVector(2)(_rows(tf)),
        layers.ZeroPadding2D()(images),
        layers.Cropping2D()(images),
        layers.UpSampling2D()(images),
        layers.UpSampling1D()(steps),
        layers.Lambda(lambda x: x * 2)(steps),
        layers.Masking()(steps),
    ]


def merges(tf):
    layers = tf.keras.layers
    a, b = _rows(tf), _rows(tf)
    made = [layers.Add(), layers.Subtract(), layers.Multiply(), layers.Average()]
    made += [layers.Maximum(), layers.Minimum(), layers.Concatenate(), layers.Dot(1)]
    return [layer([a, b]) for layer in made]


def embedding(tf):
    return tf.keras.layers.Embedding(7, 3)(tf.constant([[0, 3], [6, 1]]))


def embedding_masked(tf):
    layer = tf.keras.layers.Embedding(7, 3, mask_zero=True)
    return tf.keras.layers.LSTM(2)(layer(tf.constant([[0, 3], [6, 1]])))


def simple_rnn(tf):
    return tf.keras.layers.SimpleRNN(3)(_steps(tf))


def lstm(tf):
    return tf.keras.layers.LSTM(3)(_steps(tf))


def lstm_sequences(tf):
    layer = tf.keras.layers.LSTM(3, return_sequences=True, return_state=True)
    return list(layer(_steps(tf)))


def lstm_unrolled(tf):
    return tf.keras.layers.LSTM(3, unroll=True)(_steps(tf))


def lstm_dropout(tf):
    layer = tf.keras.layers.LSTM(3, dropout=0.2, recurrent_dropout=0.3)
    return layer(_steps(tf), training=True)


def gru(tf):
    return tf.keras.layers.GRU(3)(_steps(tf))


def gru_reset_after(tf):
    return tf.keras.layers.GRU(3, reset_after=True, return_sequences=True)(_steps(tf))


def bidirectional(tf):
    return tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(2))(_steps(tf))


def time_distributed(tf):
    return tf.keras.layers.TimeDistributed(tf.keras.layers.Dense(2))(_steps(tf))


def rnn_of_cells(tf):
    layers = tf.keras.layers
    return layers.RNN([layers.LSTMCell(2), layers.GRUCell(3)])(_steps(tf))


def initializers(tf):
    names = ("glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal")
    names += ("lecun_uniform", "zeros", "ones", "random_normal", "random_uniform", "orthogonal")
    names += ("truncated_normal", "identity")
    return [tf.keras.initializers.get(name)((3, 3)) for name in names]


def losses(tf):
    keras = tf.keras
    labels, outputs = tf.constant([[0.0, 1.0], [1.0, 0.0]]), tf.constant([[0.3, 0.7], [0.6, 0.4]])
    names = ("mse", "mae", "mape", "msle", "binary_crossentropy", "categorical_crossentropy")
    names += ("hinge", "squared_hinge", "logcosh", "kullback_leibler_divergence", "poisson")
    built = [keras.losses.get(name)(labels, outputs) for name in names]
    sparse = keras.losses.sparse_categorical_crossentropy(tf.constant([[1.0], [0.0]]), outputs)
    return [*built, sparse]


def loss_classes(tf):
    keras = tf.keras
    labels, outputs = tf.constant([[0.0, 1.0], [1.0, 0.0]]), tf.constant([[0.3, 0.7], [0.6, 0.4]])
    made = [keras.losses.MeanSquaredError(), keras.losses.BinaryCrossentropy(from_logits=True)]
    made += [keras.losses.CategoricalCrossentropy(), keras.losses.Huber()]
    return [loss(labels, outputs) for loss in made]


def backend(tf):
    K = tf.keras.backend
    a = _rows(tf)
    return [
        K.sum(a, axis=1),
        K.mean(a),
        K.sqrt(K.abs(a)),
        K.dot(a, K.transpose(a)),
        K.batch_dot(_steps(tf), _steps(tf), axes=2),
        K.expand_dims(a),
        K.concatenate([a, a]),
        K.softmax(a),
        K.clip(a, 0.0, 0.5),
        K.l2_normalize(a, 1),
        K.repeat_elements(a, 2, 0),
        K.variable(np.ones(3)),
    ]


def _minimized(tf, name, **settings):
    layer = tf.keras.layers.Dense(2)
    outputs = layer(_rows(tf))
    loss = tf.reduce_mean(tf.square(outputs))
    optimizer = getattr(tf.keras.optimizers, name)(**settings)
    return optimizer.get_updates(loss, layer.trainable_weights)


def sgd(tf):
    return _minimized(tf, "SGD", lr=0.1, momentum=0.9, nesterov=True, decay=0.01)


def rmsprop(tf):
    return _minimized(tf, "RMSprop")


def rmsprop_centered(tf):
    return _minimized(tf, "RMSprop", centered=True, momentum=0.5)


def adagrad(tf):
    return _minimized(tf, "Adagrad")


def adadelta(tf):
    return _minimized(tf, "Adadelta")


def adam(tf):
    return _minimized(tf, "Adam", lr=0.01)


def adam_amsgrad(tf):
    return _minimized(tf, "Adam", amsgrad=True, clipnorm=1.0)


def adamax(tf):
    return _minimized(tf, "Adamax")


def nadam(tf):
    return _minimized(tf, "Nadam")


def dropout_of_nothing(tf):
    tf.keras.layers.Dropout(0.0)(tf.keras.Input((3,)))
