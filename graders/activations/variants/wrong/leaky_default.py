"""Without alpha, the slope of leaky ReLU is 0.1, and so is that of its derivative."""
# loses: rectify, derivatives
# over: course_style.py


def leaky_relu(x, alpha=0.1):
    return np.maximum(alpha * x, x)


def leaky_relu_derivative(x, alpha=0.1):
    return np.where(x < 0, alpha, 1)
