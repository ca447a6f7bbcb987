"""dw is flat, of shape (n,)."""
# loses: propagate
# over: activations_in_a_helper.py


def propagate(w, b, X, Y):
    A = activations(w, b, X)
    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ (A - Y)[0] / X.shape[1], "db": np.mean(A - Y)}, cost
