"""The minus in the exponent is missing, and everything else uses this sigmoid."""
# loses: sigmoid
# over: every_step_has_a_name.py


def sigmoid(z):
    s = 1 / (1 + np.exp(z))
    return s
