"""The factor 2 in the exponents of tanh is missing."""
# loses: squash
# over: course_style.py


def tanh(x):
    return (1 - np.exp(-x)) / (1 + np.exp(-x))
