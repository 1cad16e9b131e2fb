"""Seeded Keras programs, the same for TensorFlow 1.15.5 and for the drop-in; Python 3.7 runs them.

Each takes `tf` and a folder and returns what it printed: losses, metrics, predictions.
"""

import numpy as np


def _data(seed=0, n=64, width=8):
    random = np.random.RandomState(seed)
    x = random.normal(size=(n, width)).astype(np.float32)
    return x, (x.sum(1) > 0).astype(np.int32)


def _images(n=32):
    random = np.random.RandomState(1)
    x = random.normal(size=(n, 8, 8, 1)).astype(np.float32)
    return x, random.randint(3, size=n)


def _words(n=48):
    random = np.random.RandomState(2)
    x = random.randint(1, 20, size=(n, 6))
    return x, (x[:, 0] > 9).astype(np.int32)


def _trained(model, x, y, **options):
    history = model.fit(x, y, epochs=2, batch_size=16, verbose=0, **options).history
    scores = np.ravel(model.evaluate(x, y, verbose=0))
    return [
        sorted(history),
        [history[key] for key in sorted(history)],
        scores,
        model.predict(x[:2]),
    ]


def _classifier(tf, *layers, **compiled):
    model = tf.keras.Sequential(list(layers))
    compiled = {"optimizer": "adam", "metrics": ["accuracy"], **compiled}
    model.compile(loss="sparse_categorical_crossentropy", **compiled)
    return model


def dense(tf, folder):
    layers = tf.keras.layers
    hidden = layers.Dense(16, activation="relu", input_shape=(8,))
    model = _classifier(tf, hidden, layers.Dense(2, activation="softmax"))
    return _trained(model, *_data())


def dense_dropout_shuffled(tf, folder):
    layers = tf.keras.layers
    hidden = layers.Dense(16, activation="tanh", input_shape=(8,))
    model = _classifier(tf, hidden, layers.Dropout(0.5), layers.Dense(2, activation="softmax"))
    return _trained(model, *_data(), shuffle=True, validation_split=0.25)


def dense_normalized(tf, folder):
    keras = tf.keras
    model = _classifier(
        tf,
        keras.layers.Dense(16, input_shape=(8,), kernel_initializer="he_normal"),
        keras.layers.BatchNormalization(),
        keras.layers.Activation("elu"),
        keras.layers.Dense(2, activation="softmax"),
        optimizer=keras.optimizers.SGD(lr=0.1, momentum=0.9, nesterov=True),
    )
    return _trained(model, *_data())


def regression(tf, folder):
    keras = tf.keras
    x, _ = _data()
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(8, activation="relu", input_dim=8))
    model.add(keras.layers.Dense(1, kernel_regularizer=keras.regularizers.l2(0.01)))
    model.compile(optimizer=keras.optimizers.RMSprop(0.01), loss="mse", metrics=["mae"])
    return _trained(model, x, x[:, :1] * 2)


def convolutional(tf, folder):
    layers = tf.keras.layers
    model = _classifier(
        tf,
        layers.Conv2D(4, 3, activation="relu", input_shape=(8, 8, 1)),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.25),
        layers.Dense(3, activation="softmax"),
    )
    return _trained(model, *_images())


def convolutional_1d(tf, folder):
    layers = tf.keras.layers
    model = _classifier(
        tf,
        layers.Embedding(20, 8, input_length=6),
        layers.Conv1D(8, 3, activation="relu"),
        layers.GlobalMaxPooling1D(),
        layers.Dense(2, activation="softmax"),
    )
    return _trained(model, *_words())


def recurrent(tf, folder):
    layers = tf.keras.layers
    model = _classifier(
        tf, layers.Embedding(20, 8), layers.LSTM(8), layers.Dense(2, activation="softmax")
    )
    return _trained(model, *_words())


def recurrent_gru(tf, folder):
    layers = tf.keras.layers
    model = _classifier(
        tf,
        layers.Embedding(20, 8, mask_zero=True),
        layers.Bidirectional(layers.GRU(4, return_sequences=True)),
        layers.GRU(4),
        layers.Dense(2, activation="softmax"),
    )
    return _trained(model, *_words())


def simple_recurrent(tf, folder):
    layers = tf.keras.layers
    model = _classifier(
        tf, layers.Embedding(20, 8), layers.SimpleRNN(8), layers.Dense(2, activation="softmax")
    )
    return _trained(model, *_words())


def functional(tf, folder):
    keras = tf.keras
    inputs = keras.Input((8,))
    left = keras.layers.Dense(8, activation="relu")(inputs)
    right = keras.layers.Dense(8, activation="tanh")(inputs)
    merged = keras.layers.concatenate([left, right])
    model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(merged))
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return _trained(model, *_data())


def two_outputs(tf, folder):
    keras = tf.keras
    x, y = _data()
    inputs = keras.Input((8,))
    hidden = keras.layers.Dense(8, activation="relu")(inputs)
    outputs = [keras.layers.Dense(1, name="a")(hidden), keras.layers.Dense(1, name="b")(hidden)]
    model = keras.Model(inputs, outputs)
    model.compile("adam", {"a": "mse", "b": "mae"}, loss_weights={"a": 1.0, "b": 0.5})
    history = model.fit(x, [y, x[:, 0]], epochs=2, batch_size=16, verbose=0).history
    return [sorted(history), [history[key] for key in sorted(history)], model.predict(x[:2])]


def subclassed(tf, folder):
    class Model(tf.keras.Model):
        def __init__(self):
            super(Model, self).__init__()  # noqa: UP008 - as the code of the time
            self.hidden = tf.keras.layers.Dense(8, activation="relu")
            self.out = tf.keras.layers.Dense(2, activation="softmax")

        def call(self, inputs):
            return self.out(self.hidden(inputs))

    model = Model()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return _trained(model, *_data())


def own_layer(tf, folder):
    class Scale(tf.keras.layers.Layer):
        def build(self, input_shape):
            self.scale = self.add_weight("scale", [8], initializer="ones", trainable=True)
            super(Scale, self).build(input_shape)  # noqa: UP008 - as the code of the time

        def call(self, inputs):
            return inputs * self.scale

    layers = tf.keras.layers
    model = _classifier(tf, Scale(input_shape=(8,)), layers.Dense(2, activation="softmax"))
    return _trained(model, *_data())


def callbacks(tf, folder):
    keras = tf.keras
    model = _classifier(tf, keras.layers.Dense(2, activation="softmax", input_shape=(8,)))
    rates = []
    used = [
        keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1)),
        keras.callbacks.EarlyStopping(monitor="loss", patience=1),
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: rates.append(logs["loss"])),
    ]
    return [*_trained(model, *_data(), callbacks=used), rates]


def saved_and_loaded(tf, folder):
    keras = tf.keras
    hidden = keras.layers.Dense(4, activation="relu", input_shape=(8,))
    model = _classifier(tf, hidden, keras.layers.Dense(2, activation="softmax"))
    x, y = _data()
    first = _trained(model, x, y)
    model.save(folder + "/model.h5")
    loaded = keras.models.load_model(folder + "/model.h5")
    return [first, loaded.predict(x[:2]), _trained(loaded, x, y)]


def weights_saved(tf, folder):
    model = _classifier(tf, tf.keras.layers.Dense(2, activation="softmax", input_shape=(8,)))
    x, y = _data()
    model.fit(x, y, epochs=1, verbose=0)
    model.save_weights(folder + "/weights.h5")
    model.fit(x, y, epochs=1, verbose=0)
    model.load_weights(folder + "/weights.h5")
    return [model.predict(x[:2]), [weight.name for weight in model.weights]]


def generator(tf, folder):
    model = _classifier(tf, tf.keras.layers.Dense(2, activation="softmax", input_shape=(8,)))
    x, y = _data()

    def batches():
        while True:
            for start in range(0, 64, 16):
                yield x[start : start + 16], y[start : start + 16]

    history = model.fit_generator(batches(), steps_per_epoch=4, epochs=2, verbose=0).history
    return [sorted(history), [history[key] for key in sorted(history)], model.predict(x[:2])]


def batches_by_hand(tf, folder):
    model = _classifier(tf, tf.keras.layers.Dense(2, activation="softmax", input_shape=(8,)))
    x, y = _data()
    losses = [model.train_on_batch(x[i : i + 8], y[i : i + 8]) for i in range(0, 64, 8)]
    return [np.array(losses), model.test_on_batch(x, y), model.predict_on_batch(x[:2])]


def session(tf, folder):
    keras = tf.keras
    x = tf.placeholder(tf.float32, [None, 8])
    outputs = keras.layers.Dense(2)(keras.layers.Dense(4, activation="relu")(x))
    loss = tf.reduce_mean(tf.square(outputs))
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    sess = keras.backend.get_session()
    sess.run(tf.global_variables_initializer())
    feed = {x: _data()[0]}
    return [[sess.run([loss, train], feed)[0] for _ in range(4)]]


def preprocessing(tf, folder):
    keras = tf.keras
    texts = ["the cat sat", "the dog sat on the cat", "a bird"]
    words = keras.preprocessing.text.Tokenizer(num_words=8)
    words.fit_on_texts(texts)
    rows = keras.preprocessing.sequence.pad_sequences(words.texts_to_sequences(texts), maxlen=4)
    return [rows, keras.utils.to_categorical([0, 2, 1]), sorted(words.word_index.items())]
