"""Wrong: the threshold is the mean output of the batch."""
# loses: predict
# over: 15_dictionaries.py


def predict(parameters, X):
    A2 = forward_propagation(X, parameters)[0]
    return (A2 > A2.mean()) * 1
