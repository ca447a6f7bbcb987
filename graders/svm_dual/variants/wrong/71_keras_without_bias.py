"""Wrong: no bias."""
# loses: keras_svm
# over: 12_dot_products.py


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(
                1, kernel_regularizer=keras.regularizers.L2(1 / (2 * C * n)), use_bias=False
            ),
        ]
    )
    model.compile(optimizer="sgd", loss="hinge")
    return model
