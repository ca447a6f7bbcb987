"""Wrong: the mean over all where no support vector is free."""
# loses: intercept
# over: 05_scs_and_parameters.py


def intercept(K, y, alpha, C, tol=1e-4):
    r = y - K @ (alpha * y)
    free = (alpha > tol * C) & (alpha < (1 - tol) * C)
    return r[free].mean() if free.any() else r.mean()
