"""1/m is missing everywhere, but only propagate is concerned."""
# loses: propagate
# over: activations_in_a_helper.py


def propagate(w, b, X, Y):
    A = activations(w, b, X)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ (A - Y).T, "db": np.sum(A - Y)}, cost
