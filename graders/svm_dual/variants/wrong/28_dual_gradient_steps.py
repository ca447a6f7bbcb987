"""Wrong: projected gradient steps with a fixed rate, and too few."""
# loses: solve_dual
# over: 01_bare_quad_form.py


def solve_dual(K, y, C, rate=0.001, steps=100):
    alpha = np.zeros(len(y))
    for _ in range(steps):
        alpha = alpha + rate * (1 - y * (K @ (alpha * y)))
        alpha = alpha - y * (alpha @ y) / len(y)
        alpha = np.clip(alpha, 0, C)
    return alpha
