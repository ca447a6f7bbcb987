"""Wrong: steps layer 2 before it takes the gradient of layer 1."""
# loses: nn_model
# over: 01_published_seed_inside.py


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x = layer_sizes(X, Y)[0]
    n_y = layer_sizes(X, Y)[2]
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(0, num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        moved = update_parameters(parameters, grads)
        parameters = {**parameters, "W2": moved["W2"], "b2": moved["b2"]}
        grads = backward_propagation(parameters, cache, X, Y)
        moved = update_parameters(parameters, grads)
        parameters = {**parameters, "W1": moved["W1"], "b1": moved["b1"]}
        if print_cost and i % 1000 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters
