"""Wrong: the biases stay as they are."""
# loses: update_parameters
# over: 14_every_step_has_a_name.py


def update_parameters(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
