"""Wrong: b from the vectors at the bound C."""
# loses: intercept
# over: 04_sum_squares_of_a_factor.py


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    at_C = alpha > (1 - tol) * C
    if at_C.any():
        return r[at_C].mean()
    return r[alpha > tol * C].mean()
