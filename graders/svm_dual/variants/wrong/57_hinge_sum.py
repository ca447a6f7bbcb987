"""Wrong: the sum in place of the mean."""
# loses: hinge_loss
# over: 12_dot_products.py


def hinge_loss(y, scores):
    return np.maximum(0, 1 - y * scores).sum()
