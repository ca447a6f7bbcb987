"""Labels are strings."""
# loses: predict
# over: activations_in_a_helper.py


def predict(w, b, X):
    return [["cat" if a > 0.5 else "non-cat" for a in activations(w, b, X)[0]]]
