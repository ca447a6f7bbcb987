"""The printed formula as it is: large numbers overflow."""
# loses: softmax
# over: course_style.py


def softmax(x):
    return np.exp(x) / np.exp(x).sum(axis=0)
