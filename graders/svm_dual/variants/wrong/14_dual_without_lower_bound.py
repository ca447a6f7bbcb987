"""Wrong: alpha >= 0 is missing."""
# loses: solve_dual
# over: 13_osqp_and_cdist.py


def solve_dual(K, y, C):
    n = len(y)
    alpha = cp.Variable(n)
    objective = cp.Minimize(
        0.5 * cp.quad_form(cp.multiply(alpha, y), cp.psd_wrap(K)) - cp.sum(alpha)
    )
    problem = cp.Problem(objective, [alpha <= C, alpha @ y == 0])
    problem.solve(solver="CLARABEL")
    return alpha.value
