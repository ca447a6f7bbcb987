"""Wrong: logarithm to base 2."""
# loses: compute_cost
# over: 16_loop_over_layers.py


def compute_cost(A2, Y):
    m = Y.shape[1]
    cost = 0.0
    for i in range(m):
        a, y = A2[0, i], Y[0, i]
        cost = cost - (y * np.log2(a) + (1 - y) * np.log2(1 - a))
    return cost / m
