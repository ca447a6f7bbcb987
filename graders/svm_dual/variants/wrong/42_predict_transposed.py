"""Wrong: K_test is transposed."""
# loses: predict
# over: 12_dot_products.py


def predict(K_test, y, alpha, b):
    return np.where(K_test.T @ (alpha * y) + b >= 0, 1, -1)
