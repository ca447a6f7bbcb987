"""Every function returns a constant, in the right shape and kind."""
# loses: squash, rectify, softmax, derivatives, jacobian, which
# over: reference


def sigmoid(x):
    return 0 * x + 0.5


def tanh(x):
    return 0 * x


def relu(x):
    return 0 * x


def leaky_relu(x, alpha=0.01):
    return 0 * x


def elu(x, alpha=0.01):
    return 0 * x


def softmax(x):
    return np.full(x.shape, 1 / len(x))


def sigmoid_derivative(x):
    return 0 * x + 0.25


def tanh_derivative(x):
    return 0 * x + 1


def relu_derivative(x):
    return 0 * x + 1


def leaky_relu_derivative(x, alpha=0.01):
    return 0 * x + 1


def elu_derivative(x, alpha=0.01):
    return 0 * x + 1


def softmax_jacobian(x):
    return np.eye(len(x)) / len(x)


def name_curve(x, y):
    return "elu"
