"""Wrong: astype(int) without a threshold: all zeros."""
# loses: predict
# over: 14_every_step_has_a_name.py


def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    predictions = A2.astype(int)
    return predictions
