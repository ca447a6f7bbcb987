"""Wrong: b is not added."""
# loses: predict
# over: 05_scs_and_parameters.py


def predict(K_test, y, alpha, b):
    return np.where(K_test @ (alpha * y) >= 0, 1, -1)
