"""The derivative of ReLU is -1 for negative numbers."""
# loses: derivatives
# over: course_style.py


def relu_derivative(x):
    return np.sign(x)
