"""Wrong: threshold 0.7."""
# loses: predict
# over: 16_loop_over_layers.py


def predict(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    predictions = np.zeros((1, X.shape[1]))
    predictions[A2 > 0.7] = 1.0
    return predictions
