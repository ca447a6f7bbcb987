"""Functions that return constants, with the right slopes of constants."""
# loses: rectify, softmax, derivatives, jacobian
# over: reference


def relu(x):
    return 0 * x


def leaky_relu(x, alpha=0.01):
    return 0 * x


def elu(x, alpha=0.01):
    return 0 * x


def softmax(x):
    return np.full(x.shape, 1 / len(x))


def relu_derivative(x):
    return 0 * x


def leaky_relu_derivative(x, alpha=0.01):
    return 0 * x


def elu_derivative(x, alpha=0.01):
    return 0 * x


def softmax_jacobian(x):
    return np.zeros((len(x), len(x)))
