"""Only the (1 - Y) term of the cost is there, and the print hardly shows it."""
# loses: propagate
# over: activations_in_a_helper.py


def propagate(w, b, X, Y):
    A = activations(w, b, X)
    cost = -np.mean((1 - Y) * np.log(1 - A))
    return {"dw": X @ (A - Y).T / X.shape[1], "db": np.mean(A - Y)}, cost
