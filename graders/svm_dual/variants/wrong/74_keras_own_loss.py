"""Wrong: a loss function of the student's own, which cannot be handed over."""
# loses: keras_svm
# over: 13_osqp_and_cdist.py


def keras_svm(d, C, n):
    import keras

    def my_loss(y_true, y_pred):
        return keras.ops.mean(keras.ops.maximum(1 - y_true * y_pred, 0.0))

    model = keras.Sequential(
        [
            keras.Input((d,)),
            keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(1 / (2 * C * n))),
        ]
    )
    model.compile(optimizer="sgd", loss=my_loss)
    return model
