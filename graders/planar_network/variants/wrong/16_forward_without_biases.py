"""Wrong: the biases are never added; the printed example has zero biases."""
# loses: forward_propagation
# over: 15_dictionaries.py


def forward_propagation(X, parameters):
    Z1 = parameters["W1"] @ X
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1
    A2 = sigmoid(Z2)
    return A2, dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2)
