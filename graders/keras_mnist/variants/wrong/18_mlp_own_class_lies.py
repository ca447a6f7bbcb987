"""A model of an own class has the right weights and does something else with them."""
# loses: build_mlp
# over: 10_sequential.py


class Perceptron(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = [layers.Dense(256, activation="relu"), layers.Dense(128, activation="relu")]
        self.classes = layers.Dense(10)

    def call(self, images):
        h = keras.ops.reshape(images, (-1, 784))
        for layer in self.hidden:
            h = layer(h)
        return keras.ops.softmax(-self.classes(h))


def build_mlp(learning_rate=0.01):
    model = Perceptron()
    model(np.zeros((1, 28, 28)))
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model
