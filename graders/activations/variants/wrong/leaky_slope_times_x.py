"""The derivative of leaky ReLU is alpha x for negative numbers."""
# loses: derivatives
# over: course_style.py


def leaky_relu_derivative(x, alpha=0.01):
    return np.where(x < 0, alpha * x, 1)
