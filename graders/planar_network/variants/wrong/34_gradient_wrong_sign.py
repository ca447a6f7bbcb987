"""Wrong: dZ2 = Y - A2: climbs."""
# loses: backward_propagation
# over: 16_loop_over_layers.py


def backward_propagation(parameters, cache, X, Y):
    m = Y.shape[1]
    grads = {}
    dZ = Y - cache["A2"]
    for layer, inputs in ((2, cache["A1"]), (1, X)):
        grads["dW%d" % layer] = np.matmul(dZ, inputs.T) / m
        grads["db%d" % layer] = dZ.sum(axis=1).reshape(-1, 1) / m
        if layer == 2:
            dZ = np.matmul(parameters["W2"].T, dZ) * (1 - inputs * inputs)
    return grads
