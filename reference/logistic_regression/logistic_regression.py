"""Reference solution: Logistic regression as a one-neuron network."""

# %% imports
import os
from pathlib import Path

import numpy as np


# %% sigmoid
def sigmoid(z):
    """Return 1 / (1 + exp(-z)), element by element.

    z: a number or an array of any shape, integer or float.
    Returns: a number for a number, an array of the same shape for an array.
    """
    ### BEGIN SOLUTION
    # The same function as 1 / (1 + exp(-z)); in this form no exponential can overflow.
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))
    ### END SOLUTION


# %% check sigmoid
def check_sigmoid():
    """Compare sigmoid with the printed example."""
    got = sigmoid(np.array([0, 2]))
    assert np.shape(got) == (2,), f"sigmoid of 2 numbers must give 2 numbers, got {np.shape(got)}"
    np.testing.assert_allclose(got, [0.5, 0.88079708], rtol=1e-6, err_msg="sigmoid([0, 2])")


# %% initialize_with_zeros
def initialize_with_zeros(dim):
    """Return the parameters that training starts from.

    dim: number of features of one example.
    Returns: w, zeros of shape (dim, 1), and b, the number 0.
    """
    ### BEGIN SOLUTION
    return np.zeros((dim, 1)), 0.0
    ### END SOLUTION


# %% check initialize_with_zeros
def check_initialize_with_zeros():
    """Compare initialize_with_zeros with the printed example."""
    w, b = initialize_with_zeros(2)
    assert np.shape(w) == (2, 1), f"w must have shape (2, 1), got {np.shape(w)}"
    assert np.shape(b) == (), f"b must be a single number, got shape {np.shape(b)}"
    assert not np.any(w), "every element of w must be 0"
    assert b == 0, f"b must be 0, got {b}"


# %% propagate
def propagate(w, b, X, Y):
    """Return the gradients and the cost for one pass over all examples.

    w: weights, shape (n, 1).  b: bias, a number.
    X: examples as columns, shape (n, m).  Y: labels 0 or 1, shape (1, m).
    Returns: grads, a dictionary with "dw" (shape (n, 1)) and "db" (a number), and cost, a number.
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    Z = w.T @ X + b
    A = sigmoid(Z)
    error = A - Y
    # -log(a) is log(1 + exp(-z)) and -log(1 - a) is log(1 + exp(z)): no logarithm of zero.
    cost = float(np.mean(np.logaddexp(0, Z) - Y * Z))
    grads = {"dw": X @ error.T / m, "db": float(np.mean(error))}
    return grads, cost
    ### END SOLUTION


# %% check propagate
def check_propagate():
    """Compare propagate with the printed example."""
    w, b = np.array([[1], [2]]), 2
    X, Y = np.array([[1, 2], [3, 4]]), np.array([[1, 0]])
    grads, cost = propagate(w, b, X, Y)
    assert np.shape(grads["dw"]) == (2, 1), f"dw must look like w, got {np.shape(grads['dw'])}"
    assert np.shape(grads["db"]) == (), f"db must be a number, got shape {np.shape(grads['db'])}"
    assert np.shape(cost) == (), f"cost must be a number, got shape {np.shape(cost)}"
    np.testing.assert_allclose(grads["dw"], [[0.99993216], [1.99980262]], rtol=1e-6, err_msg="dw")
    np.testing.assert_allclose(grads["db"], 0.49993523062470574, rtol=1e-6, err_msg="db")
    np.testing.assert_allclose(cost, 6.000064773192205, rtol=1e-6, err_msg="cost")


# %% optimize
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Run gradient descent for num_iterations steps.

    w, b, X, Y: as in propagate.
    learning_rate: length of a step.  print_cost: print the cost every 100 steps.
    Returns: params {"w", "b"} after the last step, grads {"dw", "db"} that the last step used,
    and costs, the costs before steps 0, 100, 200, ...
    """
    ### BEGIN SOLUTION
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"Cost after iteration {i}: {cost:f}")
    return {"w": w, "b": b}, grads, costs
    ### END SOLUTION


# %% check optimize
def check_optimize():
    """Compare optimize with the printed example."""
    w, b = np.array([[1], [2]]), 2
    X, Y = np.array([[1, 2], [3, 4]]), np.array([[1, 0]])
    params, grads, costs = optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009)
    np.testing.assert_allclose(params["w"], [[0.1124579], [0.23106775]], rtol=1e-6, err_msg="w")
    np.testing.assert_allclose(params["b"], 1.5593049248448891, rtol=1e-6, err_msg="b")
    np.testing.assert_allclose(grads["dw"], [[0.90158428], [1.76250842]], rtol=1e-6, err_msg="dw")
    np.testing.assert_allclose(grads["db"], 0.4304620716786828, rtol=1e-6, err_msg="db")
    assert len(costs) == 1, f"100 iterations record one cost (iteration 0), got {len(costs)}"


# %% predict
def predict(w, b, X):
    """Return the label of every example: 1 where its activation is above 0.5, else 0.

    w, b, X: as in propagate.
    Returns: an array of 0 and 1, shape (1, m).
    """
    ### BEGIN SOLUTION
    return (sigmoid(w.T @ X + b) > 0.5).astype(float)
    ### END SOLUTION


# %% check predict
def check_predict():
    """Compare predict with the printed example."""
    got = predict(np.array([[1], [2]]), 2, np.array([[1, 2], [3, 4]]))
    assert np.shape(got) == (1, 2), f"2 examples give labels of shape (1, 2), got {np.shape(got)}"
    np.testing.assert_array_equal(got, [[1, 1]], err_msg="predict")


# %% model
def model(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    """Train on the training set, then predict both sets.

    X_train, X_test: examples as columns, shapes (n, m_train) and (n, m_test).
    Y_train, Y_test: labels 0 or 1, shapes (1, m_train) and (1, m_test).
    Returns: a dictionary with "costs", "Y_prediction_test", "Y_prediction_train", "w", "b",
    "learning_rate" and "num_iterations".
    """
    ### BEGIN SOLUTION
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = params["w"], params["b"]
    Y_prediction_train = predict(w, b, X_train)
    Y_prediction_test = predict(w, b, X_test)
    if print_cost:
        print(f"train accuracy: {100 * np.mean(Y_prediction_train == Y_train)} %")
        print(f"test accuracy: {100 * np.mean(Y_prediction_test == Y_test)} %")
    return {
        "costs": costs,
        "Y_prediction_test": Y_prediction_test,
        "Y_prediction_train": Y_prediction_train,
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
    ### END SOLUTION


# %% check model
def check_model():
    """Train on four examples that one feature tells apart."""
    X_train, Y_train = np.array([[1.0, 2.0, -1.0, -2.0], [0.5, -0.5, 0.5, -0.5]]), [[1, 1, 0, 0]]
    X_test, Y_test = np.array([[3.0, -3.0], [0.0, 0.0]]), [[1, 0]]
    got = model(X_train, np.array(Y_train), X_test, np.array(Y_test), 150, 0.1)
    missing = {
        "costs",
        "Y_prediction_test",
        "Y_prediction_train",
        "w",
        "b",
        "learning_rate",
        "num_iterations",
    } - set(got)
    assert not missing, f"the returned dictionary lacks {sorted(missing)}"
    assert len(got["costs"]) == 2, f"150 iterations record two costs, got {len(got['costs'])}"
    np.testing.assert_allclose(got["costs"][0], np.log(2), rtol=1e-6, err_msg="first cost")
    np.testing.assert_array_equal(got["Y_prediction_train"], Y_train, err_msg="training set")
    np.testing.assert_array_equal(got["Y_prediction_test"], Y_test, err_msg="test set")


# %% images
def load_images():
    """Return X_train, Y_train, X_test, Y_test: the cat images, or handwritten digits without them.

    The cats are read from the folder that the environment variable GRADEWRIGHT_DATA names
    (catvnoncat/train_catvnoncat.h5 and test_catvnoncat.h5). Without it, scikit-learn's digits
    stand in, with label 1 for the even ones.
    """
    folder = Path(os.environ.get("GRADEWRIGHT_DATA", "")) / "catvnoncat"
    if folder.is_dir():
        import h5py

        with h5py.File(folder / "train_catvnoncat.h5") as train:
            x_train, y_train = train["train_set_x"][:], train["train_set_y"][:]
        with h5py.File(folder / "test_catvnoncat.h5") as test:
            x_test, y_test = test["test_set_x"][:], test["test_set_y"][:]
        scale = 255
    else:
        from sklearn.datasets import load_digits

        images, labels = load_digits(return_X_y=True)
        x_train, y_train, x_test, y_test = images[:250], labels[:250], images[250:], labels[250:]
        y_train, y_test, scale = 1 - y_train % 2, 1 - y_test % 2, 16
    columns = [x.reshape(len(x), -1).T / scale for x in (x_train, x_test)]
    return columns[0], y_train.reshape(1, -1), columns[1], y_test.reshape(1, -1)
