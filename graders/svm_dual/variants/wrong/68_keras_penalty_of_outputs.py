"""Wrong: the outputs are penalised, not the weights."""
# loses: keras_svm
# over: 04_sum_squares_of_a_factor.py


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(1, activity_regularizer=keras.regularizers.L2(1 / (2 * C * n))),
        ]
    )
    model.compile(optimizer="sgd", loss="hinge")
    return model
