"""Wrong: one cost for each example; the average is never taken."""
# loses: compute_cost
# over: 15_dictionaries.py


def compute_cost(A2, Y):
    return -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
