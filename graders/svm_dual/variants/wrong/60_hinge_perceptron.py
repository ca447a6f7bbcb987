"""Wrong: the 1 is missing."""
# loses: hinge_loss
# over: 05_scs_and_parameters.py


def hinge_loss(y, scores):
    return np.mean(np.maximum(0, -y * scores))
