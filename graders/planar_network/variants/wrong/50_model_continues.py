"""Wrong: keeps its parameters in a global and goes on from the last call."""
# loses: nn_model
# over: 15_dictionaries.py


memory = {}


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x, _, n_y = layer_sizes(X, Y)
    if n_h not in memory:
        memory[n_h] = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, memory[n_h])
        if print_cost and i % 1000 == 0:
            print(i, compute_cost(A2, Y))
        grads = backward_propagation(memory[n_h], cache, X, Y)
        memory[n_h] = update_parameters(memory[n_h], grads)
    return memory[n_h]
