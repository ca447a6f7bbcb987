"""Wrong: returns shape (m,)."""
# loses: predict
# over: 14_every_step_has_a_name.py


def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    predictions = (A2 > 0.5).ravel()
    return predictions
