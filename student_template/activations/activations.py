"""Activation functions."""

# %% [markdown]
# # Activation functions
#
# Between two layers of a network stands a function that bends. You write the usual ones and their
# derivatives, and then a detective: given nothing but points of a curve, which function is it?
#
# In the questions on `squash`, `rectify` and `derivatives`, `x` is a number or a NumPy array of floats,
# of any shape. Each function works on every element alone: the result has the shape of `x`, and is one
# number where `x` is one. Elements lie between -30 and 30. In these questions and the next, you may
# change an array that you were given.

# %% imports
import numpy as np

# %% [markdown]
# ## 1. `squash`: sigmoid and tanh
#
# Write `sigmoid(x)` and `tanh(x)`:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} \qquad \tanh(x) = \frac{1 - e^{-2x}}{1 + e^{-2x}}$$
#
# | $x$ | -4 | -3.8 | 0 | 4 |
# | --- | --- | --- | --- | --- |
# | $\sigma(x)$ | 0.01798621 | 0.02188127 | 0.5 | 0.98201379 |
# | $\tanh(x)$ | -0.99932930 | -0.99899960 | 0 | 0.99932930 |

# %% squash
def sigmoid(x):
    """Return 1 / (1 + exp(-x)) of a number or of every element of an array."""
    # YOUR CODE HERE
    raise NotImplementedError()


def tanh(x):
    """Return the hyperbolic tangent of a number or of every element of an array."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check squash
def check_squash():
    """Compare sigmoid and tanh with the printed values."""
    x = np.array([-4, -3.8, 0, 4])
    np.testing.assert_allclose(sigmoid(x), [0.01798621, 0.02188127, 0.5, 0.98201379], rtol=1e-6)
    np.testing.assert_allclose(
        tanh(x), [-0.99932930, -0.99899960, 0, 0.99932930], rtol=1e-6, atol=1e-9
    )

# %% [markdown]
# ## 2. `rectify`: ReLU, leaky ReLU and ELU
#
# Write `relu(x)`, `leaky_relu(x, alpha=0.01)` and `elu(x, alpha=0.01)`. For $x \geq 0$ all three are $x$.
# For $x < 0$ they differ:
#
# $$\mathrm{ReLU}(x) = 0 \qquad \mathrm{leaky}_\alpha(x) = \alpha x \qquad
# \mathrm{ELU}_\alpha(x) = \alpha (e^x - 1)$$
#
# The caller chooses $\alpha$: between 0 and 1 for leaky ReLU, any positive number for ELU. It is 0.01
# where the caller names none.
#
# | $x$ | -4 | -3.8 | -3.6 | 4 |
# | --- | --- | --- | --- | --- |
# | $\mathrm{ReLU}(x)$ | 0 | 0 | 0 | 4 |
# | $\mathrm{leaky}_{0.1}(x)$ | -0.4 | -0.38 | -0.36 | 4 |
# | $\mathrm{ELU}_{1}(x)$ | -0.98168436 | -0.97762923 | -0.97267628 | 4 |

# %% rectify
def relu(x):
    """Return x where it is positive and 0 where it is negative."""
    # YOUR CODE HERE
    raise NotImplementedError()


def leaky_relu(x, alpha=0.01):
    """Return x where it is positive and alpha x where it is negative."""
    # YOUR CODE HERE
    raise NotImplementedError()


def elu(x, alpha=0.01):
    """Return x where it is positive and alpha (exp(x) - 1) where it is negative."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check rectify
def check_rectify():
    """Compare the rectifiers with the printed values."""
    x = np.array([-4, -3.8, -3.6, 4])
    np.testing.assert_allclose(relu(x), [0, 0, 0, 4])
    np.testing.assert_allclose(leaky_relu(x, 0.1), [-0.4, -0.38, -0.36, 4], rtol=1e-6)
    np.testing.assert_allclose(
        elu(x, 1.0), [-0.98168436, -0.97762923, -0.97267628, 4], rtol=1e-6
    )

# %% [markdown]
# ## 3. `softmax`
#
# Write `softmax(x)`. For a vector of shape `(k,)` it returns as many numbers:
#
# $$s_i = \frac{e^{x_i}}{\sum_{j=1}^{k} e^{x_j}}$$
#
# For a matrix of shape `(k, m)`, which holds an example in each **column**, it returns the softmax of
# every column, in a matrix of that shape.
#
# For `[1, 2, 2, 3, 3, 3, 4, 4, 4, 4]` it gives 0.00917887 for the 1, 0.02495075 for each 2, 0.06782318
# for each 3 and 0.18436252 for each 4. Together they are 1.
#
# Elements may be as large as 5000 or as small as -5000, in one column and not in the next. $e^{5000}$ is
# no float any more, and yet the result must be right: adding one number to all elements of a column
# does not change its softmax.

# %% softmax
def softmax(x):
    """Return the softmax of a vector (k,) or of every column of a matrix (k, m)."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check softmax
def check_softmax():
    """Compare softmax with the printed values."""
    got = softmax(np.array([1.0, 2, 2, 3, 3, 3, 4, 4, 4, 4]))
    values = [0.00917887] + 2 * [0.02495075] + 3 * [0.06782318] + 4 * [0.18436252]
    np.testing.assert_allclose(got, values, rtol=1e-6)

# %% [markdown]
# ## 4. `derivatives`
#
# Write the derivatives with respect to $x$, at $x$: `sigmoid_derivative(x)`, `tanh_derivative(x)`,
# `relu_derivative(x)`, `leaky_relu_derivative(x, alpha=0.01)` and `elu_derivative(x, alpha=0.01)`. What
# comes in is $x$, as in the functions themselves, and not what the function made of it.
#
# The derivative of the sigmoid is at most 1/4, that of tanh at most 1, both at $x = 0$. The rectifiers
# have a kink at 0: what their derivatives return there is not asked.

# %% derivatives
def sigmoid_derivative(x):
    """Return the derivative of the sigmoid at x."""
    # YOUR CODE HERE
    raise NotImplementedError()


def tanh_derivative(x):
    """Return the derivative of tanh at x."""
    # YOUR CODE HERE
    raise NotImplementedError()


def relu_derivative(x):
    """Return the derivative of ReLU at x."""
    # YOUR CODE HERE
    raise NotImplementedError()


def leaky_relu_derivative(x, alpha=0.01):
    """Return the derivative of leaky ReLU at x."""
    # YOUR CODE HERE
    raise NotImplementedError()


def elu_derivative(x, alpha=0.01):
    """Return the derivative of ELU at x."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check derivatives
def check_derivatives():
    """Compare the two smooth derivatives at 0 with their largest values."""
    np.testing.assert_allclose(sigmoid_derivative(0.0), 0.25)
    np.testing.assert_allclose(tanh_derivative(0.0), 1.0)

# %% [markdown]
# ## 5. `jacobian`: the derivatives of softmax
#
# Write `softmax_jacobian(x)`. For a vector of shape `(k,)` with elements between -30 and 30 it returns
# a matrix of shape `(k, k)`. It holds the derivative of every element of the softmax with respect to
# every element of $x$:
#
# $$J_{ij} = \frac{\partial s_i}{\partial x_j}$$

# %% jacobian
def softmax_jacobian(x):
    """Return the derivatives of softmax at a vector (k,), a matrix (k, k)."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check jacobian
def check_jacobian():
    """Compare the shape: the softmax of three numbers has nine derivatives."""
    assert np.shape(softmax_jacobian(np.array([-1.0, 2.0, -3.0]))) == (3, 3)

# %% [markdown]
# ## 6. `which` is which
#
# Write `name_curve(x, y)`. It gets points of a curve, in two arrays of shape `(n,)`: `y` is one of the five
# functions of questions 1 and 2 at `x`. It returns its name, one of the strings `"sigmoid"`, `"tanh"`,
# `"relu"`, `"leaky_relu"` and `"elu"`.
#
# The points come in no order, and are not the same from curve to curve. At least four have a negative
# `x` and four a positive one. All lie between -4 and 4, and none is nearer to 0 than 0.2; the negative
# ones are at least 0.1 apart from each other. The $\alpha$ of leaky ReLU is anything from 0.02 to 0.9,
# that of ELU anything from 0.02 to 3. You are not told which. The values are exact, as far as floats
# are.

# %% which
def name_curve(x, y):
    """Return "sigmoid", "tanh", "relu", "leaky_relu" or "elu": the function that is y at x.

    x, y: (n,), floats, in no order.
    """
    # YOUR CODE HERE
    raise NotImplementedError()

# %% check which
def check_which():
    """Name a curve of your own ReLU."""
    x = np.linspace(-3.9, 3.9, 14)
    assert name_curve(x, relu(x)) == "relu"

# %% self-check
if __name__ == "__main__":
    for check in (check_squash, check_rectify, check_softmax, check_derivatives, check_jacobian, check_which):
        question = check.__name__.removeprefix("check_")
        try:
            check()
            print(f"{question}: as printed")
        except NotImplementedError:
            print(f"{question}: not written yet")
        except Exception as error:
            print(f"{question}: {type(error).__name__}: {error}")
