"""The penalty is Keras' default."""
# loses: keras_svm
# over: 12_dot_products.py


def keras_svm(d, C, n):
    import keras

    model = keras.Sequential([keras.Input((d,)), keras.layers.Dense(1, kernel_regularizer="l2")])
    model.compile(optimizer="sgd", loss="hinge")
    return model
