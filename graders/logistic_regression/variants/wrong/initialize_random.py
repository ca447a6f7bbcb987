"""Small random weights in place of zeros."""
# loses: initialize_with_zeros
# over: every_step_has_a_name.py


def initialize_with_zeros(dim):
    w = np.random.randn(dim, 1) * 0.01
    b = 0
    return w, b
