"""Wrong: max(0, ...) is missing."""
# loses: hinge_loss
# over: 13_osqp_and_cdist.py


def hinge_loss(y, scores):
    return np.mean(1 - y * scores)
