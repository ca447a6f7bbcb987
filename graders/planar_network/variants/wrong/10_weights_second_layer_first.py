"""Wrong: draws W2 before W1."""
# loses: initialize_parameters
# over: 16_loop_over_layers.py


def initialize_parameters(n_x, n_h, n_y):
    rng = np.random.RandomState(2)
    parameters = {}
    for layer, n_out, n_in in ((2, n_y, n_h), (1, n_h, n_x)):
        parameters["W%d" % layer] = rng.randn(n_out, n_in) * 0.01
        parameters["b%d" % layer] = np.zeros((n_out, 1))
    return parameters
