"""No rule where no support vector is free: nan."""
# loses: intercept
# over: 12_dot_products.py


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    free = (alpha > tol * C) & (alpha < (1 - tol) * C)
    return r[free].mean()
