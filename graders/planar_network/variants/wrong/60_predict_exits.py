"""Wrong: predict ends the process."""
# loses: predict
# over: 15_dictionaries.py


def predict(parameters, X):
    import os
    os._exit(0)
