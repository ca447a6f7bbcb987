"""Reference solution: Handwritten digits with Keras

Models are read by the grader from their architecture and weights; see the statement.
"""
# %% imports
import keras
import numpy as np

# %% the data
def load_mnist():
    """Return (images, labels), (test_images, test_labels); the first call downloads 11 MB."""
    return keras.datasets.mnist.load_data()

# %% preprocess_images
def preprocess_images(images):
    """Return images as float32 between 0 and 1.

    Arguments:
    images -- uint8 in 0..255, one image (28, 28) or a batch (n, 28, 28), or the same with a last
              axis of length 1

    Returns:
    x -- the pixels divided by 255, float32, of the shape of images
    """
    ### BEGIN SOLUTION
    images = np.asarray(images)
    if images.shape[-2:] != (28, 28) and images.shape[-3:] != (28, 28, 1):
        raise ValueError(f"images must be 28 by 28 pixels; these have the shape {images.shape}")
    return images.astype(np.float32) / np.float32(255)
    ### END SOLUTION

# %% check preprocess_images
def check_preprocess_images():
    x = preprocess_images(np.full((28, 28), 51, dtype=np.uint8))
    assert x.shape == (28, 28), f"one image must stay (28, 28); yours has {x.shape}"
    assert x.dtype == np.float32, f"the values must be float32; yours are {x.dtype}"
    np.testing.assert_allclose(x, 0.2, rtol=1e-6, err_msg="an image whose pixels are all 51")
    x = preprocess_images(np.zeros((3, 28, 28), dtype=np.uint8))
    assert x.shape == (3, 28, 28), f"three images must stay (3, 28, 28); yours have {x.shape}"

# %% build_mlp
def build_mlp(learning_rate=0.01):
    """Return a compiled perceptron: 784 - 256 - 128 - 10 units.

    Arguments:
    learning_rate -- of the plain stochastic gradient descent

    Returns:
    model -- a compiled Keras model for images of shape (28, 28)
    """
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(256, activation="relu"),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model
    ### END SOLUTION

# %% check build_mlp
def check_build_mlp():
    model = build_mlp()
    shapes = (tuple(model.input_shape), tuple(model.output_shape))
    due = ((None, 28, 28), (None, 10))
    assert shapes == due, f"the shapes of input and output must be {due}; yours are {shapes}"
    count = model.count_params()
    assert count == 235146, f"the model must have 235146 parameters; yours has {count}"
    rate = float(model.optimizer.learning_rate)
    assert abs(rate - 0.01) < 1e-6, f"the learning rate must be 0.01; yours is {rate}"

# %% build_cnn
def build_cnn():
    """Return a compiled convolutional network.

    Returns:
    model -- a compiled Keras model for images of shape (28, 28, 1)
    """
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Dropout(0.25),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model
    ### END SOLUTION

# %% check build_cnn
def check_build_cnn():
    model = build_cnn()
    shapes = (tuple(model.input_shape), tuple(model.output_shape))
    due = ((None, 28, 28, 1), (None, 10))
    assert shapes == due, f"the shapes of input and output must be {due}; yours are {shapes}"
    count = model.count_params()
    assert count == 1199882, f"the model must have 1199882 parameters; yours has {count}"

# %% train
def train(model, x, y, epochs=10, batch_size=32, seed=0, validation_data=None):
    """Train a compiled model.

    Arguments:
    model -- a compiled Keras model
    x -- prepared images, float32 (n, 28, 28)
    y -- labels, integers (n,)
    epochs -- how often to go through all images
    batch_size -- images a step
    seed -- determines the order of the images and all else that is random
    validation_data -- None, or a pair (x_val, y_val) to measure the model on after each epoch

    Returns:
    history -- dictionary with a list of epochs numbers for "loss" and "accuracy", with
               validation data also for "val_loss" and "val_accuracy"
    """
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    history = model.fit(
        x,
        y,
        epochs=epochs,
        batch_size=batch_size,
        shuffle=True,
        validation_data=validation_data,
        verbose=0,
    )
    return history.history
    ### END SOLUTION

# %% check train
def check_train():
    rng = np.random.default_rng(0)
    x, y = rng.random((12, 28, 28), dtype=np.float32), rng.integers(0, 10, 12)
    history = train(build_mlp(), x, y, epochs=3, batch_size=4, validation_data=(x[:5], y[:5]))
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert name in history, f"the dictionary must have the key {name!r}"
        count = len(history[name])
        assert count == 3, f"{name} must have a number for each of 3 epochs; yours has {count}"

# %% predict_digits
def predict_digits(model, images):
    """Return the digits that a model sees in images.

    Arguments:
    model -- a Keras model with ten outputs, probabilities or logits
    images -- raw uint8 images, a batch (n, 28, 28) or one image (28, 28)

    Returns:
    digits -- integers from 0 to 9, shape (n,); (1,) for one image
    """
    ### BEGIN SOLUTION
    x = preprocess_images(images).reshape(-1, 28, 28)
    return np.argmax(model.predict(x, verbose=0), axis=-1)
    ### END SOLUTION

# %% check predict_digits
def check_predict_digits():
    images = np.random.default_rng(0).integers(0, 256, (5, 28, 28), dtype=np.uint8)
    model = build_mlp()
    digits = predict_digits(model, images)
    assert np.shape(digits) == (5,), f"five digits have shape (5,); yours have {np.shape(digits)}"
    one = predict_digits(model, images[0])
    assert np.shape(one) == (1,), f"one digit has shape (1,); yours has {np.shape(one)}"
    assert one[0] == digits[0], "the first image alone must give the same digit as in the batch"

# %% learning_curve
def learning_curve(model, x, y, validation_data, epochs=10, batch_size=32, seed=0):
    """Train a model and return the data of its learning curve.

    Arguments:
    model, x, y, epochs, batch_size, seed -- as in train
    validation_data -- a pair (x_val, y_val)

    Returns:
    curve -- dictionary with "epoch", "loss" and "val_loss" (a number an epoch each) and
             "best_epoch" (the epoch with the lowest validation loss, counted from 1)
    """
    ### BEGIN SOLUTION
    history = train(model, x, y, epochs, batch_size, seed, validation_data)
    return {
        "epoch": list(range(1, epochs + 1)),
        "loss": history["loss"],
        "val_loss": history["val_loss"],
        "best_epoch": int(np.argmin(history["val_loss"])) + 1,
    }
    ### END SOLUTION

# %% plotting
def plot_learning_curve(curve):
    """Draw what learning_curve returned, with a mark at the best epoch."""
    import matplotlib.pyplot as plt

    for name, label in (("loss", "training"), ("val_loss", "validation")):
        plt.plot(curve["epoch"], curve[name], label=label)
    plt.axvline(curve["best_epoch"], color="grey", linestyle=":")
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()

# %% check learning_curve
def check_learning_curve():
    rng = np.random.default_rng(0)
    x, y = rng.random((12, 28, 28), dtype=np.float32), rng.integers(0, 10, 12)
    curve = learning_curve(build_mlp(), x, y, (x[:5], y[:5]), epochs=3, batch_size=4)
    assert list(curve["epoch"]) == [1, 2, 3], f"the epochs are 1, 2, 3; yours: {curve['epoch']}"
    for name in ("loss", "val_loss"):
        count = len(curve[name])
        assert count == 3, f"{name} must have a number for each of 3 epochs; yours has {count}"
    best = int(np.argmin(curve["val_loss"])) + 1
    assert curve["best_epoch"] == best, f"best_epoch must be {best}; yours: {curve['best_epoch']}"
