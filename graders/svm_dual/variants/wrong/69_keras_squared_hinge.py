"""Wrong: the squared hinge loss."""
# loses: keras_svm
# over: 13_osqp_and_cdist.py


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1 / (2 * C * n))),
        ]
    )
    model.compile(optimizer="sgd", loss="squared_hinge")
    return model
