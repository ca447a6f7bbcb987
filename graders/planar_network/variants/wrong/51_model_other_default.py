"""Wrong: trains 1000 iterations where none are given."""
# loses: nn_model
# over: 16_loop_over_layers.py


def nn_model(X, Y, n_h, num_iterations=1000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    iteration = 0
    while iteration < num_iterations:
        A2, cache = forward_propagation(X, parameters)
        if print_cost and iteration % 1000 == 0:
            print("iteration", iteration, "cost", compute_cost(A2, Y))
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
        iteration += 1
    return parameters
