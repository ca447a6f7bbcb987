"""Wrong: the model is not compiled."""
# loses: keras_svm
# over: 04_sum_squares_of_a_factor.py


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1 / (2 * C * n))),
        ]
    )
    return model
