"""All predictions of one size share one array, so the second call overwrites the first."""
# loses: model
# over: every_step_has_a_name.py


buffers = {}


def predict(w, b, X):
    m = X.shape[1]
    if m not in buffers:
        buffers[m] = np.zeros((1, m))
    Y_prediction = buffers[m]
    Y_prediction[:] = sigmoid(np.dot(w.T, X) + b) > 0.5
    return Y_prediction
