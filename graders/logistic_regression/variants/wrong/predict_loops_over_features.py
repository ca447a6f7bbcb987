"""The loop runs over the features: the printed example has as many as examples."""
# loses: predict
# over: every_step_has_a_name.py


def predict(w, b, X):
    m = X.shape[1]
    Y_prediction = np.zeros((1, m))
    A = sigmoid(np.dot(w.T, X) + b)
    for i in range(min(m, X.shape[0])):
        Y_prediction[0, i] = 1 if A[0, i] > 0.5 else 0
    return Y_prediction
