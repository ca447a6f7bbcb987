"""Wrong: the cost is a sum over the examples, not an average."""
# loses: compute_cost
# over: 14_every_step_has_a_name.py


def compute_cost(A2, Y, parameters):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    cost = -np.sum(logprobs)
    cost = np.squeeze(cost)
    return cost
