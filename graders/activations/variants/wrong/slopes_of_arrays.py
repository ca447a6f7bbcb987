"""The derivative of ReLU fills an array, and fails for a number."""
# loses: derivatives
# over: course_style.py


def relu_derivative(x):
    slopes = np.zeros(x.shape)
    slopes[x > 0] = 1
    return slopes
