"""Wrong: initialises inside the loop, so only the last step counts."""
# loses: nn_model
# over: 14_every_step_has_a_name.py


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    for i in range(0, num_iterations):
        parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters
