"""Wrong: tanh at the output."""
# loses: keras_svm
# over: 05_scs_and_parameters.py


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(
                1, activation="tanh", kernel_regularizer=keras.regularizers.L2(1 / (2 * C * n))
            ),
        ]
    )
    model.compile(optimizer="sgd", loss="hinge")
    return model
