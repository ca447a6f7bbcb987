"""Wrong: C is not used."""
# loses: solve_primal
# over: 04_sum_squares_of_a_factor.py


def solve_primal(X, y, C):
    n, d = X.shape
    w, b, zeta = cp.Variable(d), cp.Variable(), cp.Variable(n)
    problem = cp.Problem(
        cp.Minimize(0.5 * cp.sum_squares(w) + cp.sum(zeta)),
        [cp.multiply(y, X @ w + b) >= 1 - zeta, zeta >= 0],
    )
    problem.solve(solver="CLARABEL")
    return w.value, b.value, zeta.value
