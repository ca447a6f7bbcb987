"""ReLU turns negative numbers into positive ones."""
# loses: rectify
# over: in_place.py


def relu(x):
    return np.abs(x)
