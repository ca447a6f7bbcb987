"""The minus in the sigmoid's exponent is missing."""
# loses: squash
# over: course_style.py


def sigmoid(x):
    return 1 / (1 + np.exp(x))
