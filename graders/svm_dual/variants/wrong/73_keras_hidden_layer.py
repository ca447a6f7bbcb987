"""Wrong: a hidden layer."""
# loses: keras_svm
# over: 12_dot_products.py


def keras_svm(d, C, n):
    import keras

    penalty = keras.regularizers.L2(1 / (2 * C * n))
    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(8, activation="relu", kernel_regularizer=penalty),
            keras.layers.Dense(1, kernel_regularizer=penalty),
        ]
    )
    model.compile(optimizer="sgd", loss="hinge")
    return model
