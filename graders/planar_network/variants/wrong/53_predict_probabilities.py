"""Wrong: returns A2 itself."""
# loses: predict
# over: 14_every_step_has_a_name.py


def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    predictions = A2
    return predictions
