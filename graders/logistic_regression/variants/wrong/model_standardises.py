"""Subtracts the mean of every feature without being asked to."""
# loses: model
# over: activations_in_a_helper.py


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = np.zeros((X_train.shape[0], 1)), 0.0
    centre = X_train.mean(axis=1, keepdims=True)
    X_train, X_test = X_train - centre, X_test - centre
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = params["w"], params["b"]
    return {
        "costs": costs,
        "Y_prediction_test": (activations(w, b, X_test) > 0.5).astype(int),
        "Y_prediction_train": (activations(w, b, X_train) > 0.5).astype(int),
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
