"""Wrong: b from the first free support vector alone."""
# loses: intercept
# over: 13_osqp_and_cdist.py


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    free = (alpha > tol * C) & (alpha < (1 - tol) * C)
    if free.any():
        return r[np.argmax(free)]
    low = r[(alpha < C / 2) == (y > 0)].max()
    high = r[(alpha < C / 2) != (y > 0)].min()
    return (low + high) / 2
