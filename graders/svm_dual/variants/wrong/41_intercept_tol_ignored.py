"""Wrong: tol is not used: everything strictly between 0 and C is free."""
# loses: intercept
# over: 12_dot_products.py


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    free = (alpha > 0) & (alpha < C)
    if free.any():
        return r[free].mean()
    low = r[(alpha < C / 2) == (y > 0)].max()
    high = r[(alpha < C / 2) != (y > 0)].min()
    return (low + high) / 2
