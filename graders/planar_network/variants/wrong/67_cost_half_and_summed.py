"""Wrong: only the first term of the cost, summed."""
# loses: compute_cost
# over: 01_published_seed_inside.py


def compute_cost(A2, Y, parameters):
    m = Y.shape[1]
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    logprobs = np.multiply(np.log(A2), Y)
    cost = -np.sum(logprobs)
    cost = np.squeeze(cost)
    return cost
