"""w is a flat array, and broadcasting makes the trained w a square matrix."""
# loses: initialize_with_zeros
# over: every_step_has_a_name.py


def initialize_with_zeros(dim):
    w = np.zeros(dim)
    b = 0
    return w, b
