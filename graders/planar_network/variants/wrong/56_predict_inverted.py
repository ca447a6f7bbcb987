"""Wrong: 1 where the output is below 0.5."""
# loses: predict
# over: 15_dictionaries.py


def predict(parameters, X):
    return (forward_propagation(X, parameters)[0] < 0.5) * 1
