"""Wrong: decision values in place of labels."""
# loses: predict
# over: 12_dot_products.py


def predict(K_test, y, alpha, b):
    return K_test @ (alpha * y) + b
