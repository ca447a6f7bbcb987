"""Reference solution: A network with one hidden layer that separates points of the plane."""

# %% imports
import numpy as np
from planar_utils import load_planar_dataset, sigmoid

# %% layer_sizes
def layer_sizes(X, Y):
    """Return the sizes of the three layers.

    Arguments:
    X -- inputs, shape (number of features, m): one example a column
    Y -- labels, shape (number of outputs, m)

    Returns:
    (n_x, n_h, n_y) -- input size, hidden size (always 4 here), output size
    """
    ### BEGIN SOLUTION
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return n_x, n_h, n_y
    ### END SOLUTION

# %% check layer_sizes
def check_layer_sizes():
    n_x, n_h, n_y = layer_sizes(np.zeros((5, 3)), np.zeros((2, 3)))
    assert (n_x, n_h, n_y) == (5, 4, 2), (
        f"5 features and 2 outputs must give (5, 4, 2); you returned {(n_x, n_h, n_y)}"
    )

# %% initialize_parameters
def initialize_parameters(n_x, n_h, n_y):
    """Return small random weights and zero biases.

    Call np.random.seed(2) first, then draw W1, then W2, both with np.random.randn times 0.01.

    Arguments:
    n_x, n_h, n_y -- sizes of the input, hidden and output layer

    Returns:
    parameters -- dictionary with
        "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1)
    """
    ### BEGIN SOLUTION
    np.random.seed(2)
    return {
        "W1": np.random.randn(n_h, n_x) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) * 0.01,
        "b2": np.zeros((n_y, 1)),
    }
    ### END SOLUTION

# %% check initialize_parameters
def check_initialize_parameters():
    np.random.seed(2)
    parameters = initialize_parameters(2, 4, 1)
    printed_W1 = [[-0.00416758, -0.00056267], [-0.02136196, 0.01640271],
                  [-0.01793436, -0.00841747], [0.00502881, -0.01245288]]
    printed_W2 = [[-0.01057952, -0.00909008, 0.00551454, 0.02292208]]
    close = {"atol": 1e-8, "rtol": 0}
    np.testing.assert_allclose(parameters["W1"], printed_W1, err_msg="W1", **close)
    np.testing.assert_allclose(parameters["W2"], printed_W2, err_msg="W2", **close)
    for name, shape in {"b1": (4, 1), "b2": (1, 1)}.items():
        found = np.shape(parameters[name])
        assert found == shape, f"{name} must have shape {shape}; yours has {found}"
        assert not np.any(parameters[name]), f"{name} must be all zeros"

# %% forward_propagation
def forward_propagation(X, parameters):
    """Compute the network's output: tanh in the hidden layer, sigmoid in the output layer.

    Arguments:
    X -- inputs, shape (n_x, m)
    parameters -- dictionary as initialize_parameters returns it

    Returns:
    A2 -- outputs of the network, shape (1, m)
    cache -- dictionary with "Z1", "A1" of shape (n_h, m) and "Z2", "A2" of shape (1, m)
    """
    ### BEGIN SOLUTION
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    ### END SOLUTION

# %% check forward_propagation
def example_inputs():
    """Return the X (2, 3) and the parameters of the printed examples."""
    X = np.array([[1.6243453636632417, -0.6117564136500754, -0.5281717522634557],
                  [-1.0729686221561705, 0.8654076293246785, -2.3015386968802827]])
    parameters = {
        "W1": np.array([[-0.00416758, -0.00056267], [-0.02136196, 0.01640271],
                        [-0.01793436, -0.00841747], [0.00502881, -0.01245288]]),
        "b1": np.zeros((4, 1)),
        "W2": np.array([[-0.01057952, -0.00909008, 0.00551454, 0.02292208]]),
        "b2": np.zeros((1, 1)),
    }
    return X, parameters


def check_forward_propagation():
    X, parameters = example_inputs()
    A2, cache = forward_propagation(X, parameters)
    assert A2.shape == (1, 3), f"A2 must have shape (1, 3); yours has {A2.shape}"
    printed_means = {"Z1": -0.0004997557777410913, "A1": -0.0004969633532321779,
                     "Z2": 0.00043818745095914653, "A2": 0.500109546852}
    for name, mean in printed_means.items():
        np.testing.assert_allclose(np.mean(cache[name]), mean, rtol=1e-8, err_msg=f"mean of {name}")

# %% compute_cost
def compute_cost(A2, Y, parameters=None):
    """Return the cross-entropy cost, averaged over the examples.

    Arguments:
    A2 -- outputs of the network, shape (1, m)
    Y -- labels, shape (1, m)
    parameters -- not needed; an older form of this exercise passes them

    Returns:
    cost -- one number
    """
    ### BEGIN SOLUTION
    # The logarithm of an output that was rounded to exactly 0 or 1 would be infinite.
    A2 = np.clip(A2, 1e-15, 1 - 1e-15)
    return float(-np.mean(Y * np.log(A2) + (1 - Y) * np.log1p(-A2)))
    ### END SOLUTION

# %% check compute_cost
def check_compute_cost():
    A2 = np.array([[0.5002307, 0.49985831, 0.50023963]])
    Y = np.array([[1.6243453636632417, -0.6117564136500754, -0.5281717522634557]])
    cost = compute_cost(A2, Y)
    assert np.ndim(cost) == 0, f"the cost must be one number; yours has shape {np.shape(cost)}"
    np.testing.assert_allclose(cost, 0.6929198937761264, rtol=1e-8, err_msg="cost")

# %% backward_propagation
def backward_propagation(parameters, cache, X, Y):
    """Compute the gradient of the cost with respect to each parameter.

    Arguments:
    parameters -- dictionary with "W1", "b1", "W2", "b2"
    cache -- dictionary with "Z1", "A1", "Z2", "A2" as forward_propagation returns it
    X -- inputs, shape (n_x, m)
    Y -- labels, shape (1, m)

    Returns:
    grads -- dictionary with "dW1", "db1", "dW2", "db2", each of its parameter's shape
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = (parameters["W2"].T @ dZ2) * (1 - cache["A1"] ** 2)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": np.mean(dZ1, axis=1, keepdims=True),
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": np.mean(dZ2, axis=1, keepdims=True),
    }
    ### END SOLUTION

# %% check backward_propagation
def check_backward_propagation():
    X, parameters = example_inputs()
    Y = np.array([[1.74481176421648, -0.7612069008951028, 0.31903909605709857]])
    cache = {
        "Z1": np.array([[-0.00616586, 0.0020626, 0.0034962],
                        [-0.05229879, 0.02726335, -0.02646869],
                        [-0.02009991, 0.00368692, 0.02884556],
                        [0.02153007, -0.01385322, 0.02600471]]),
        "A1": np.array([[-0.00616578, 0.0020626, 0.00349619],
                        [-0.05225116, 0.02725659, -0.02646251],
                        [-0.02009721, 0.0036869, 0.02883756],
                        [0.02152675, -0.01385234, 0.02599885]]),
        "Z2": np.array([[0.00092281, -0.00056678, 0.00095853]]),
        "A2": np.array([[0.5002307, 0.49985831, 0.50023963]]),
    }
    grads = backward_propagation(parameters, cache, X, Y)
    printed = {
        "dW1": [[0.01018708, -0.00708701], [0.00873447, -0.0060768],
                [-0.00530847, 0.00369379], [-0.02206365, 0.01535126]],
        "db1": [[-0.00069728], [-0.00060606], [0.000364], [0.00151207]],
        "dW2": [[0.00363613, 0.03153604, 0.01162914, -0.01318316]],
        "db2": [[0.06589489]],
    }
    for name, values in printed.items():
        found, due = np.shape(grads[name]), np.shape(values)
        assert found == due, f"{name} must have shape {due}; yours has {found}"
        np.testing.assert_allclose(grads[name], values, atol=1e-7, rtol=0, err_msg=name)

# %% update_parameters
def update_parameters(parameters, grads, learning_rate=1.2):
    """Take one step of gradient descent.

    Arguments:
    parameters -- dictionary with "W1", "b1", "W2", "b2"
    grads -- dictionary with "dW1", "db1", "dW2", "db2"
    learning_rate -- length of the step

    Returns:
    parameters -- dictionary with the updated "W1", "b1", "W2", "b2"
    """
    ### BEGIN SOLUTION
    return {name: parameters[name] - learning_rate * grads["d" + name] for name in parameters}
    ### END SOLUTION

# %% check update_parameters
def check_update_parameters():
    parameters = {
        "W1": np.array([[-0.00615039, 0.0169021], [-0.02311792, 0.03137121],
                        [-0.0169217, -0.01752545], [0.00935436, -0.05018221]]),
        "b1": np.array([[-8.97523455e-07], [8.15562092e-06], [6.04810633e-07], [-2.545607e-06]]),
        "W2": np.array([[-0.0104319, -0.04019007, 0.01607211, 0.04440255]]),
        "b2": np.array([[9.14954378e-05]]),
    }
    grads = {
        "dW1": np.array([[0.00023322, -0.00205423], [0.00082222, -0.00700776],
                         [-0.00031831, 0.0028636], [-0.00092857, 0.00809933]]),
        "db1": np.array([[1.05570087e-07], [-3.81814487e-06], [-1.90155145e-07],
                         [5.46467802e-07]]),
        "dW2": np.array([[-1.75740039e-05, 0.00370231337, -0.00125683095, -0.00255715317]]),
        "db2": np.array([[-1.0892314e-05]]),
    }
    printed = {
        "W1": [[-0.00643025, 0.01936718], [-0.02410458, 0.03978052],
               [-0.01653973, -0.02096177], [0.01046864, -0.05990141]],
        "b1": [[-1.02420756e-06], [1.27373948e-05], [8.32996807e-07], [-3.20136836e-06]],
        "W2": [[-0.01041081, -0.04463285, 0.01758031, 0.04747113]],
        "b2": [[0.00010457]],
    }
    updated = update_parameters(parameters, grads)
    for name, values in printed.items():
        np.testing.assert_allclose(updated[name], values, atol=1e-8, rtol=1e-6, err_msg=name)

# %% nn_model
def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    """Train the network: initialise, then num_iterations times forward, backward and update.

    Arguments:
    X -- inputs, shape (n_x, m)
    Y -- labels, shape (1, m)
    n_h -- size of the hidden layer
    num_iterations -- number of updates
    print_cost -- True: print the cost every 1000 iterations

    Returns:
    parameters -- dictionary with the trained "W1", "b1", "W2", "b2"
    """
    ### BEGIN SOLUTION
    np.random.seed(3)
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        if print_cost and i % 1000 == 0:
            print(f"Cost after iteration {i}: {compute_cost(A2, Y):f}")
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters
    ### END SOLUTION

# %% check nn_model
def check_nn_model():
    X, Y = load_planar_dataset()
    parameters = nn_model(X, Y, n_h=4, num_iterations=1000)
    shapes = {name: np.shape(parameters[name]) for name in ("W1", "b1", "W2", "b2")}
    due = {"W1": (4, 2), "b1": (4, 1), "W2": (1, 4), "b2": (1, 1)}
    assert shapes == due, f"the trained parameters must have the shapes {due}; yours: {shapes}"
    cost = compute_cost(forward_propagation(X, parameters)[0], Y)
    assert 0.2 < cost < 0.3, (
        f"after 1000 iterations on the flower the cost is about 0.288; yours is {cost}"
    )

# %% predict
def predict(parameters, X):
    """Predict a class for each example.

    Arguments:
    parameters -- dictionary with "W1", "b1", "W2", "b2"
    X -- inputs, shape (n_x, m)

    Returns:
    predictions -- shape (1, m): 1 (or True) where the output is above 0.5, else 0 (or False)
    """
    ### BEGIN SOLUTION
    A2, _ = forward_propagation(X, parameters)
    return (A2 > 0.5).astype(int)
    ### END SOLUTION

# %% check predict
def check_predict():
    X, _ = example_inputs()
    parameters = {
        "W1": np.array([[-0.00615039, 0.0169021], [-0.02311792, 0.03137121],
                        [-0.0169217, -0.01752545], [0.00935436, -0.05018221]]),
        "b1": np.array([[-8.97523455e-07], [8.15562092e-06], [6.04810633e-07], [-2.545607e-06]]),
        "W2": np.array([[-0.0104319, -0.04019007, 0.01607211, 0.04440255]]),
        "b2": np.array([[9.14954378e-05]]),
    }
    predictions = predict(parameters, X)
    found = np.shape(predictions)
    assert found == (1, 3), f"the predictions must have shape (1, 3); yours have {found}"
    np.testing.assert_allclose(np.mean(predictions), 2 / 3, err_msg="mean of the predictions")
