"""Fills an array of the type of z: integers in, integers out."""
# loses: sigmoid
# over: every_step_has_a_name.py


def sigmoid(z):
    s = np.zeros_like(z)
    for i in np.ndindex(s.shape):
        s[i] = 1 / (1 + np.exp(-z[i]))
    return s
