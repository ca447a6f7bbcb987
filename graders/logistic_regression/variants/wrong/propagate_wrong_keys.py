"""The gradients are called "w" and "b"."""
# loses: propagate
# over: activations_in_a_helper.py


def propagate(w, b, X, Y):
    A = activations(w, b, X)
    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"w": X @ (A - Y).T / X.shape[1], "b": np.mean(A - Y)}, cost
