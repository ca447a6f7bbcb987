"""The diagonal of the derivatives alone, as a vector."""
# loses: jacobian
# over: course_style.py


def softmax_jacobian(x):
    s = softmax(x)
    return s * (1 - s)
