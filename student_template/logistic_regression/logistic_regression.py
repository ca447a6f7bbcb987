"""Logistic regression as a one-neuron network."""

# %% [markdown]
# # Logistic regression as a one-neuron network
#
# You will build a classifier that looks at a picture and answers one question: cat or not? It is
# the smallest neural network there is, a single neuron, and it already has every part of the big
# ones: parameters, a forward pass, a cost, gradients, an update rule. Six short functions, and the
# last one puts the other five together.
#
# **The data.** Each of the $m$ examples is one *column*, so a whole set is a single matrix:
#
# | name | meaning | shape |
# | --- | --- | --- |
# | `X` | the examples, one a column, $n$ features each | `(n, m)` |
# | `Y` | the labels, 1 for a cat and 0 for anything else | `(1, m)` |
# | `w` | the weights | `(n, 1)` |
# | `b` | the bias | a number |
#
# A picture of $64 \times 64$ pixels with three colours becomes a column of
# $64 \cdot 64 \cdot 3 = 12288$ numbers, each divided by 255. There are 209 pictures to train on and
# 50 to test with. The function `load_images()` at the end of your file does this preparation for
# you; where the pictures are not installed it hands you scikit-learn's handwritten digits instead.
#
# **The mathematics.** For one example $x^{(i)}$ the neuron computes
#
# $$z^{(i)} = w^T x^{(i)} + b, \qquad a^{(i)} = \sigma(z^{(i)}) = \frac{1}{1 + e^{-z^{(i)}}}.$$
#
# The activation $a^{(i)}$ is read as the probability that the answer is 1. How wrong the neuron is
# over all examples is measured by the cross-entropy cost
#
# $$J = -\frac{1}{m} \sum_{i=1}^{m} \left[ y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}) \right].$$
#
# **Rules.**
#
# - NumPy and Python's standard library are all you need. SciPy's `expit` is fine too. Ready-made
#   classifiers are not.
# - Inputs may be integers or floats. Work in double precision, NumPy's default.
# - Use only the arguments of the function, never a variable of the notebook that happens to hold
#   the same thing: your functions are graded with other data than yours.
# - Helper functions, prints and plots of your own are welcome and cost nothing.
# - Let NumPy do the arithmetic over pixels. Your model also runs on the full-size pictures, and a
#   Python loop over $12288 \times 209$ numbers will not finish in the ten seconds a test may take.
# - Keep the function names and the order of the arguments.
#
# Each section comes with the values the course prints. `check_sigmoid()` and its sisters compare and
# are silent when all is well; the grader tries the same values and others besides.

# %% imports
import os
from pathlib import Path

import numpy as np

# %% [markdown]
# ## 1. The activation: `sigmoid`
#
# `sigmoid(z)` returns $\sigma(z)$.
#
# - `z` is a number or an array of any shape, and the result has that shape: a number for a number,
#   a `(3, 4)` array for a `(3, 4)` array.
# - The values are floats strictly between 0 and 1, up to rounding. A warning about overflow for
#   huge negative `z` does no harm.
#
# ```python
# >>> sigmoid(np.array([0, 2]))
# array([0.5       , 0.88079708])
# ```

# %% sigmoid
def sigmoid(z):
    """Return 1 / (1 + exp(-z)), element by element.

    z: a number or an array of any shape, integer or float.
    Returns: a number for a number, an array of the same shape for an array.
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check sigmoid
def check_sigmoid():
    """Compare sigmoid with the printed example."""
    got = sigmoid(np.array([0, 2]))
    assert np.shape(got) == (2,), f"sigmoid of 2 numbers must give 2 numbers, got {np.shape(got)}"
    np.testing.assert_allclose(got, [0.5, 0.88079708], rtol=1e-6, err_msg="sigmoid([0, 2])")

# %% [markdown]
# ## 2. The starting point: `initialize_with_zeros`
#
# `initialize_with_zeros(dim)` returns the pair `w, b` from which training starts.
#
# - `w` is an array of zeros of shape `(dim, 1)`: a column, so not `(dim,)`.
# - `b` is the number 0 (`0` and `0.0` are equally good).
#
# ```python
# >>> initialize_with_zeros(2)
# (array([[0.],
#        [0.]]), 0)
# ```
#
# Why zeros? With a single neuron there is no symmetry to break, and the cost has one valley only,
# so any starting point leads to the same place.

# %% initialize_with_zeros
def initialize_with_zeros(dim):
    """Return the parameters that training starts from.

    dim: number of features of one example.
    Returns: w, zeros of shape (dim, 1), and b, the number 0.
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check initialize_with_zeros
def check_initialize_with_zeros():
    """Compare initialize_with_zeros with the printed example."""
    w, b = initialize_with_zeros(2)
    assert np.shape(w) == (2, 1), f"w must have shape (2, 1), got {np.shape(w)}"
    assert np.shape(b) == (), f"b must be a single number, got shape {np.shape(b)}"
    assert not np.any(w), "every element of w must be 0"
    assert b == 0, f"b must be 0, got {b}"

# %% [markdown]
# ## 3. Cost and gradients: `propagate`
#
# `propagate(w, b, X, Y)` makes one pass over all examples, forward and back, and returns
# `grads, cost`.
#
# *Forward*: the activations $A = \sigma(w^T X + b)$, shape `(1, m)`, and from them the cost $J$
# given above. Both of its terms matter: the first speaks for the examples with label 1, the second
# for those with label 0.
#
# *Backward*: how $J$ changes with the parameters,
#
# $$\frac{\partial J}{\partial w} = \frac{1}{m} X (A - Y)^T, \qquad
# \frac{\partial J}{\partial b} = \frac{1}{m} \sum_{i=1}^{m} (a^{(i)} - y^{(i)}).$$
#
# - `grads` is a dictionary: `"dw"` with the shape of `w`, and `"db"`, a number.
# - `cost` is a number. An array of shape `(1, 1)` is not one; `np.squeeze` or `float` help.
#
# ```python
# >>> w, b = np.array([[1], [2]]), 2
# >>> X, Y = np.array([[1, 2], [3, 4]]), np.array([[1, 0]])
# >>> grads, cost = propagate(w, b, X, Y)
# >>> grads["dw"]
# array([[0.99993216],
#        [1.99980262]])
# >>> grads["db"]
# 0.49993523062470574
# >>> cost
# 6.000064773192205
# ```
#
# A good test of your own: add $10^{-6}$ to one weight, see by how much the cost moves, and divide by
# $10^{-6}$. The quotient should be the matching element of `dw`.

# %% propagate
def propagate(w, b, X, Y):
    """Return the gradients and the cost for one pass over all examples.

    w: weights, shape (n, 1).  b: bias, a number.
    X: examples as columns, shape (n, m).  Y: labels 0 or 1, shape (1, m).
    Returns: grads, a dictionary with "dw" (shape (n, 1)) and "db" (a number), and cost, a number.
    """
    # YOUR CODE HERE
    raise NotImplementedError()

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

# %% [markdown]
# ## 4. Gradient descent: `optimize`
#
# `optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False)` improves the parameters
# step by step and returns `params, grads, costs`.
#
# Each of the `num_iterations` steps, at least one, calls `propagate` with the current parameters and moves both
# against their gradient, $\alpha$ being the learning rate:
#
# $$w \leftarrow w - \alpha \, \frac{\partial J}{\partial w}, \qquad
# b \leftarrow b - \alpha \, \frac{\partial J}{\partial b}.$$
#
# - `params` is a dictionary with `"w"` and `"b"` as they are *after* the last step.
# - `grads` is a dictionary with the `"dw"` and `"db"` that the last step used.
# - `costs` is a list with the cost of iterations 0, 100, 200 and so on, each taken *before* that
#   iteration's update. It is filled whatever `print_cost` says: 100 iterations record one cost, 101
#   record two.
# - With `print_cost=True` the recorded costs are printed as well.
# - `w` may arrive as integers. Updating such an array in place fails or, worse, cuts off the
#   decimals; `w = w - ...` makes a new one.
#
# ```python
# >>> params, grads, costs = optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009)
# >>> params["w"]
# array([[0.1124579 ],
#        [0.23106775]])
# >>> params["b"]
# 1.5593049248448891
# >>> grads["dw"]
# array([[0.90158428],
#        [1.76250842]])
# >>> grads["db"]
# 0.4304620716786828
# ```
#
# with the `w`, `b`, `X`, `Y` of section 3.

# %% optimize
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Run gradient descent for num_iterations steps.

    w, b, X, Y: as in propagate.
    learning_rate: length of a step.  print_cost: print the cost every 100 steps.
    Returns: params {"w", "b"} after the last step, grads {"dw", "db"} that the last step used,
    and costs, the costs before steps 0, 100, 200, ...
    """
    # YOUR CODE HERE
    raise NotImplementedError()

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

# %% [markdown]
# ## 5. From activations to labels: `predict`
#
# `predict(w, b, X)` returns the answer for every example: 1 where the activation is above 0.5,
# and 0 elsewhere.
#
# - The result has shape `(1, m)`, one row. Its elements may be floats, integers or booleans, but
#   labels they must be: 0 or 1, no probabilities.
#
# ```python
# >>> predict(np.array([[1], [2]]), 2, np.array([[1, 2], [3, 4]]))
# array([[1., 1.]])
# ```

# %% predict
def predict(w, b, X):
    """Return the label of every example: 1 where its activation is above 0.5, else 0.

    w, b, X: as in propagate.
    Returns: an array of 0 and 1, shape (1, m).
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check predict
def check_predict():
    """Compare predict with the printed example."""
    got = predict(np.array([[1], [2]]), 2, np.array([[1, 2], [3, 4]]))
    assert np.shape(got) == (1, 2), f"2 examples give labels of shape (1, 2), got {np.shape(got)}"
    np.testing.assert_array_equal(got, [[1, 1]], err_msg="predict")

# %% [markdown]
# ## 6. All together: `model`
#
# `model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False)`
# starts from zeros, trains on the training set and predicts both sets. It returns a dictionary:
#
# | key | value |
# | --- | --- |
# | `"costs"` | the costs that `optimize` recorded |
# | `"Y_prediction_train"` | predictions for `X_train`, shape `(1, m_train)` |
# | `"Y_prediction_test"` | predictions for `X_test`, shape `(1, m_test)` |
# | `"w"`, `"b"` | the trained parameters |
# | `"learning_rate"`, `"num_iterations"` | the values that were used |
#
# More keys do no harm. The test set has no part in the training: `X_test` is only predicted, and
# `Y_test` serves to print an accuracy, if you like.
#
# On the cat pictures, `model(*load_images(), num_iterations=2000, learning_rate=0.005)` records
# these costs at iterations 0, 100, 200, 300 and 400:
#
# ```
# 0.693147  0.584508  0.466949  0.376007  0.331463
# ```
#
# and ends with 99 % of the training pictures right, but only 70 % of the test pictures. The gap is
# the thing to think about: with 12288 weights for 209 pictures, the neuron can learn the pictures by
# heart. Try learning rates of 0.01, 0.005 and 0.001 and draw the costs of each in one plot.

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
    # YOUR CODE HERE
    raise NotImplementedError()

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

# %% self-check
if __name__ == "__main__":
    for check in (check_sigmoid, check_initialize_with_zeros, check_propagate, check_optimize, check_predict, check_model):
        question = check.__name__.removeprefix("check_")
        try:
            check()
            print(f"{question}: as printed")
        except NotImplementedError:
            print(f"{question}: not written yet")
        except Exception as error:
            print(f"{question}: {type(error).__name__}: {error}")
