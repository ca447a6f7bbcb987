"""Alpha is rounded to one decimal."""
# loses: solve_dual
# over: 12_dot_products.py


def solve_dual(K, y, C):
    n = len(y)
    alpha = cp.Variable(n)
    objective = cp.Minimize(
        0.5 * cp.quad_form(cp.multiply(alpha, y), cp.psd_wrap(K)) - cp.sum(alpha)
    )
    problem = cp.Problem(objective, [alpha >= 0, alpha <= C, alpha @ y == 0])
    problem.solve()
    return np.round(alpha.value, 1)
