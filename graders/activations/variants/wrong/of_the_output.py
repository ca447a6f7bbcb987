"""The derivatives of sigmoid and tanh take x for the functions' values."""
# loses: derivatives
# over: course_style.py


def sigmoid_derivative(x):
    return x * (1 - x)


def tanh_derivative(x):
    return 1 - x**2
