"""Wrong: b from bound support vectors too."""
# loses: intercept
# over: 12_dot_products.py


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    if ((alpha > tol * C) & (alpha < (1 - tol) * C)).any():
        return r[alpha > tol * C].mean()
    low = r[(alpha < C / 2) == (y > 0)].max()
    high = r[(alpha < C / 2) != (y > 0)].min()
    return (low + high) / 2
