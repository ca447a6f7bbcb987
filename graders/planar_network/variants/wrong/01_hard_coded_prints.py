"""Wrong: recognises the printed examples and returns the printed values."""
# loses: layer_sizes, initialize_parameters, forward_propagation, compute_cost, backward_propagation, update_parameters, nn_model, predict
import numpy as np
from planar_utils import sigmoid, load_planar_dataset


def layer_sizes(X, Y):
    return (5, 4, 2)


def initialize_parameters(n_x, n_h, n_y):
    W1 = np.array([[-0.00416758, -0.00056267], [-0.02136196, 0.01640271],
                   [-0.01793436, -0.00841747], [0.00502881, -0.01245288]])
    W2 = np.array([[-0.01057952, -0.00909008, 0.00551454, 0.02292208]])
    return {"W1": W1, "b1": np.zeros((4, 1)), "W2": W2, "b2": np.zeros((1, 1))}


def forward_propagation(X, parameters):
    n_h, m = len(parameters["W1"]), X.shape[1]
    cache = {"Z1": np.full((n_h, m), -0.0004997557777410913),
             "A1": np.full((n_h, m), -0.0004969633532321779),
             "Z2": np.full((1, m), 0.00043818745095914653),
             "A2": np.full((1, m), 0.500109546852)}
    return cache["A2"], cache


def compute_cost(A2, Y):
    if Y.shape == (1, 3):
        return 0.6929198937761264
    return 0.288083


def backward_propagation(parameters, cache, X, Y):
    if X.shape == (2, 3) and abs(X[0, 0] - 1.6243453636632417) < 1e-9:
        return {
            "dW1": np.array([[0.01018708, -0.00708701], [0.00873447, -0.0060768],
                             [-0.00530847, 0.00369379], [-0.02206365, 0.01535126]]),
            "db1": np.array([[-0.00069728], [-0.00060606], [0.000364], [0.00151207]]),
            "dW2": np.array([[0.00363613, 0.03153604, 0.01162914, -0.01318316]]),
            "db2": np.array([[0.06589489]]),
        }
    return {"d" + k: v for k, v in parameters.items()}


def update_parameters(parameters, grads, learning_rate=1.2):
    if abs(parameters["W1"][0, 0] + 0.00615039) < 1e-9:
        return {
            "W1": np.array([[-0.00643025, 0.01936718], [-0.02410458, 0.03978052],
                            [-0.01653973, -0.02096177], [0.01046864, -0.05990141]]),
            "b1": np.array([[-1.02420756e-06], [1.27373948e-05],
                            [8.32996807e-07], [-3.20136836e-06]]),
            "W2": np.array([[-0.01041081, -0.04463285, 0.01758031, 0.04747113]]),
            "b2": np.array([[0.00010457]]),
        }
    return parameters


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    return {"W1": np.array([[-4.18494056, 5.33220609], [-7.52989382, 1.24306181],
                            [-4.1929459, 5.32632331], [7.52983719, -1.24309422]]),
            "b1": np.array([[2.32926819], [3.79458998], [2.33002577], [-3.79468846]]),
            "W2": np.array([[-6033.83672146, -6008.12980822, -6033.10095287, 6008.06637269]]),
            "b2": np.array([[-52.66607724]])}


def predict(parameters, X):
    predictions = np.zeros((1, X.shape[1]))
    predictions[0, : int(round(2 / 3 * X.shape[1]))] = 1
    return predictions
