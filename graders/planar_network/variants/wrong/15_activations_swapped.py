"""Wrong: sigmoid in the hidden layer and tanh at the output."""
# loses: forward_propagation
# over: 16_loop_over_layers.py


def forward_propagation(X, parameters):
    cache = {}
    A = X
    for layer, activation in ((1, sigmoid), (2, np.tanh)):
        Z = np.matmul(parameters["W%d" % layer], A) + parameters["b%d" % layer]
        A = activation(Z)
        cache["Z%d" % layer] = Z
        cache["A%d" % layer] = A
    return A, cache
