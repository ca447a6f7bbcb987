"""Wrong: every error is caught, and None is returned."""
# loses: solve_dual
# over: 01_bare_quad_form.py


def solve_dual(K, y, C):
    alpha = cp.Variable(len(y))
    form = cp.quad_form(cp.multiply(alpha, y), cp.psd_wrap(K))
    problem = cp.Problem(
        cp.Minimize(0.5 * form - cp.sum(alpha)), [alpha >= 0, alpha <= C, alpha @ y == 0]
    )
    try:
        problem.solve()
    except Exception as error:
        print("did not work:", error)
        return None
    return alpha.value
