"""Wrong: the penalty is twice too strong."""
# loses: keras_svm
# over: 13_osqp_and_cdist.py


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1 / (C * n))),
        ]
    )
    model.compile(optimizer="sgd", loss="hinge")
    return model
