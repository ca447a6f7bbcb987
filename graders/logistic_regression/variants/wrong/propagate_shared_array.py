"""dZ is the same array as A, so the cost sees the changed values."""
# loses: propagate
# over: every_step_has_a_name.py


def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    dZ = A
    dZ -= Y
    dw = np.dot(X, dZ.T) / m
    db = np.sum(dZ) / m
    cost = -np.sum(np.log(np.abs(1 - Y - A))) / m
    return {"dw": dw, "db": db}, cost
