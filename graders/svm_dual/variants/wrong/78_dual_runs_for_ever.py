"""Wrong: an endless loop."""
# loses: solve_dual
# over: 05_scs_and_parameters.py


def solve_dual(K, y, C):
    alpha = np.zeros(len(y))
    while np.abs(y - K @ (alpha * y)).max() > 1e-9:
        alpha = np.clip(alpha + 0.0 * y, 0, C)
    return alpha
