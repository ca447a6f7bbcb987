"""The new w and b are worked out and thrown away: the cost stays at 0.693147."""
# loses: optimize
# over: every_step_has_a_name.py


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w - learning_rate * grads["dw"]
        b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs
