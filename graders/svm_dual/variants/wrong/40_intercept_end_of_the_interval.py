"""Wrong: one end of the interval in place of its middle."""
# loses: intercept
# over: 13_osqp_and_cdist.py


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    free = (alpha > tol * C) & (alpha < (1 - tol) * C)
    if free.any():
        return r[free].mean()
    return r[(alpha < C / 2) == (y > 0)].max()
