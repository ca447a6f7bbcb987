"""Wrong: b with the wrong sign."""
# loses: intercept
# over: 04_sum_squares_of_a_factor.py


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    free = (alpha > tol * C) & (alpha < (1 - tol) * C)
    if free.any():
        return -r[free].mean()
    low = r[(alpha < C / 2) == (y > 0)].max()
    high = r[(alpha < C / 2) != (y > 0)].min()
    return -(low + high) / 2
