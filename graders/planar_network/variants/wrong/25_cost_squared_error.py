"""Wrong: mean squared error in place of cross-entropy."""
# loses: compute_cost
# over: 15_dictionaries.py


def compute_cost(A2, Y):
    return float(np.mean((A2 - Y) ** 2))
