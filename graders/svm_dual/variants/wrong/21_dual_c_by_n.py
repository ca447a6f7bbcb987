"""Wrong: C is divided by the number of points."""
# loses: solve_dual
# over: 04_sum_squares_of_a_factor.py


def solve_dual(K, y, C):
    n = len(y)
    alpha = cp.Variable(n)
    objective = cp.Minimize(
        0.5 * cp.quad_form(cp.multiply(alpha, y), cp.psd_wrap(K)) - cp.sum(alpha)
    )
    problem = cp.Problem(objective, [alpha >= 0, alpha <= C / n, alpha @ y == 0])
    problem.solve()
    return alpha.value
