"""Wrong: the sizes of the print are written into initialize_parameters."""
# loses: initialize_parameters
# over: 14_every_step_has_a_name.py


def initialize_parameters(n_x, n_h, n_y):
    n_x, n_h, n_y = 2, 4, 1
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
