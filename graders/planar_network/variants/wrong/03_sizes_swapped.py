"""Wrong: input and output sizes change places, but nn_model reads the shapes itself."""
# loses: layer_sizes
# over: 16_loop_over_layers.py


def layer_sizes(X, Y):
    sizes = [np.shape(Y)[0], 4, np.shape(X)[0]]
    return sizes
