"""Wrong: one loss a point in place of the mean."""
# loses: hinge_loss
# over: 13_osqp_and_cdist.py


def hinge_loss(y, scores):
    return np.maximum(0, 1 - y * scores)
