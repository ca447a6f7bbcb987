"""Wrong: the textbook formula for separable classes."""
# loses: intercept
# over: 12_dot_products.py


def intercept(K, y, alpha, C, tol=1e-4):
    f = K @ (alpha * y)
    return -(f[y < 0].max() + f[y > 0].min()) / 2
