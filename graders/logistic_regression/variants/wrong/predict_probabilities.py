"""Returns the activations."""
# loses: predict
# over: activations_in_a_helper.py


def predict(w, b, X):
    return activations(w, b, X)
