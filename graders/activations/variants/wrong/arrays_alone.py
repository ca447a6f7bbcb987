"""The sigmoid goes through the rows of a matrix, and fails for a number."""
# loses: squash
# over: loops.py


def sigmoid(x):
    return [1 / (1 + math.exp(-v)) if v.ndim == 0 else sigmoid(v) for v in x]
