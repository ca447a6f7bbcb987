"""Labels 0 and 1."""
# loses: predict
# over: 11_tidy_notebook.ipynb


def predict(K_test, y, alpha, b):
    return (K_test @ (alpha * y) + b >= 0).astype(int)
