"""Returns a flat array of shape (m,)."""
# loses: predict
# over: every_step_has_a_name.py


def predict(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    return np.where(A[0] > 0.5, 1.0, 0.0)
