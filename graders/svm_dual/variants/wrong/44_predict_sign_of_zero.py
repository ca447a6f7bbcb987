"""Wrong: np.sign, which gives 0 on the boundary."""
# loses: predict
# over: 13_osqp_and_cdist.py


def predict(K_test, y, alpha, b):
    return np.sign(K_test @ (alpha * y) + b)
