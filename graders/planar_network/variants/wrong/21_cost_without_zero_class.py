"""Wrong: the (1 - Y) term is missing."""
# loses: compute_cost
# over: 15_dictionaries.py


def compute_cost(A2, Y):
    return float(-np.mean(Y * np.log(A2)))
