"""Wrong: the labels are turned into 0 and 1."""
# loses: solve_dual
# over: 01_bare_quad_form.py


def solve_dual(K, y, C):
    n = len(y)
    y = (y > 0).astype(float)
    alpha = cp.Variable(n)
    objective = cp.Minimize(
        0.5 * cp.quad_form(cp.multiply(alpha, y), cp.psd_wrap(K)) - cp.sum(alpha)
    )
    problem = cp.Problem(objective, [alpha >= 0, alpha <= C, alpha @ y == 0])
    problem.solve(solver="CLARABEL")
    return alpha.value
