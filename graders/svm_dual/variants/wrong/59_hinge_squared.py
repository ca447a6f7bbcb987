"""The squared hinge loss."""
# loses: hinge_loss
# over: 11_tidy_notebook.ipynb


def hinge_loss(y, scores):
    return np.mean(np.maximum(0, 1 - y * scores) ** 2)
