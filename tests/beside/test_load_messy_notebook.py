"""A whole notebook as students really hand them in: nothing in it may keep it from loading."""

from __future__ import annotations

import sys
import time

import numpy as np
import pytest

from gradewright.beside.loading.loader import load, where

FILE = "Planar data classification (1)-Copy2.ipynb"
GRADED = (
    "layer_sizes",
    "initialize_parameters",
    "forward_propagation",
    "compute_cost",
    "backward_propagation",
    "update_parameters",
    "nn_model",
    "predict",
)

CELLS = (
    # 1
    """# Package imports
import numpy as np
import matplotlib.pyplot as plt
from testCases_v2 import *
import sklearn
import sklearn.datasets
import sklearn.linear_model
import skimage.transform
from scipy.ndimage import imread
from planar_utils import plot_decision_boundary, sigmoid, load_planar_dataset
from google.colab import drive

drive.mount('/content/drive')
%matplotlib inline
%load_ext autoreload
%autoreload 2

np.random.seed(1) # set a seed so that the results are consistent""",
    # 2
    "!pip install -q h5py==2.10 && echo \"it's done\"\n!ls '/content/drive/My Drive'",
    # 3
    "X, Y = load_planar_dataset()",
    # 4
    "# Visualize the data:\nplt.scatter(X[0, :], X[1, :], c=Y, s=40, cmap=plt.cm.Spectral);",
    # 5
    """### START CODE HERE ### (3 lines of code)
shape_X = X.shape
shape_Y = Y.shape
m = X.shape[1]  # training set size
### END CODE HERE ###
print ('The shape of X is: ' + str(shape_X))
print 'I have m = %d training examples!' % (m)""",
    # 6
    """%%time
# Train the logistic regression classifier
clf = sklearn.linear_model.LogisticRegressionCV();
clf.fit(X.T, Y.T);""",
    # 7
    """LR_predictions = clf.predict(X.T)
print ('Accuracy: %d ' % float((np.dot(Y,LR_predictions) +
       np.dot(1-Y,1-LR_predictions))/float(Y.size)*100) +
       '% ' + "(percentage of correctly labelled datapoints)")
plot_decision_boundary(lambda x: clf.predict(x), X, Y)
plt.title("Logistic Regression")""",
    # 8
    """# GRADED FUNCTION: layer_sizes

def layer_sizes(X, Y):
    \"\"\"
    Arguments:
    X -- input dataset of shape (input size, number of examples)
% not a magic, and neither is
!this
    Returns:
    n_x -- the size of the input layer
    \"\"\"
    n_x = X.shape[0] # size of input layer
    n_h = HIDDEN
    n_y = Y.shape[0] # size of output layer
    return (n_x, n_h, n_y)""",
    # 9
    """X_assess, Y_assess = layer_sizes_test_case()
(n_x, n_h, n_y) = layer_sizes(X_assess, Y_assess)
print("The size of the input layer is: n_x = " + str(n_x))""",
    # 10
    "HIDDEN = 4\nhelp(np.tanh)\nnp.tanh?",
    # 11
    """# GRADED FUNCTION: initialize_parameters

def initialize_parameters(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = np.random.randn(n_h,n_x) * SCALE['weights']
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * SCALE['weights']
    b2 = np.zeros((n_y, 1))
    assert (W1.shape == (n_h, n_x))
    parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return parameters""",
    # 12
    "SCALE = {}\nfor key, value in [('weights', 0.01), ('biases', 0)]:\n    SCALE[key] = value",
    # 13: an early try, replaced below
    "def forward_propagation(X, parameters):\n    return None, None",
    # 14
    """# GRADED FUNCTION: forward_propagation

def forward_propagation(X, parameters):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = my_sigmoid(Z2)
    assert(A2.shape == (1, X.shape[1]))
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache""",
    # 15
    "my_sigmoid = lambda z: 1 / (1 + np.exp(-z))",
    # 16
    """X_assess, parameters = forward_propagation_test_case()
A2, cache = forward_propagation(X_assess, parameters)
print(np.mean(cache['Z1']), np.mean(cache['A1']))""",
    # 17
    """def compute_cost(A2, Y, parameters):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply((1 - Y), np.log(1 - A2))
    cost = - np.sum(logprobs) / m
    cost = float(np.squeeze(cost))
    assert(isinstance(cost, float))
    return cost""",
    # 18
    """def backward_propagation(parameters, cache, X, Y):
    m = X.shape[1]
    W1, W2 = parameters["W1"], parameters["W2"]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}""",
    # 19
    """def update_parameters(parameters, grads, learning_rate = 1.2):
    return {key: parameters[key] - learning_rate * grads['d' + key] for key in parameters}""",
    # 20
    """def nn_model(X, Y, n_h, num_iterations = 10000, print_cost=False):
    np.random.seed(3)
    n_x = layer_sizes(X, Y)[0]
    n_y = layer_sizes(X, Y)[2]
    parameters = initialize_parameters(n_x, n_h, n_y)
    costs = []
    for i in range(0, num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print ("Cost after iteration %i: %f" %(i, cost))
            costs.append(cost)
    if print_cost:
        plt.plot(costs)
        plt.show()
    return parameters""",
    # 21
    "%%javascript\nIPython.notebook.save_checkpoint();",
    # 22
    """def predict(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    predictions = (A2 > 0.5)
    return predictions""",
    # 23: a display that trains for a long time
    """# This may take about 2 minutes to run
plt.figure(figsize=(16, 32))
hidden_layer_sizes = [1, 2, 3, 4, 5, 20, 50]
for i, n_h in enumerate(hidden_layer_sizes):
    plt.subplot(5, 2, i+1)
    parameters = nn_model(X, Y, n_h, num_iterations = 5000)
    plot_decision_boundary(lambda x: predict(parameters, x.T), X, Y)""",
    # 24
    "def plot_costs(costs, cmap=plt.cm.Spectral):\n    plt.plot(costs, cmap=cmap)",
    # 25
    "parameters = nn_model(X, Y, n_h = 4, num_iterations = 10000, print_cost=True",
    # 26
    "The accuracy is 90%, which is great.\nI wonder why the spiral does worse!",
    # 27
    "",
    # 28
    "%timeit predict(parameters, X)\nwhile True:\n    pass",
)


def whole_request(cells=CELLS, **changes: object):
    numbered = [[FILE, number, source] for number, source in enumerate(cells, 1)]
    request = {
        "cells": numbered,
        "helpers": [],
        "support": {},
        "functions": list(GRADED),
        "mode": "slice",
        "statement_seconds": 2.0,
    }
    return request | changes


@pytest.fixture(autouse=True)
def _folder(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(tmp_path)


def test_every_graded_function_of_the_notebook_loads_and_computes():
    namespace, report = load(whole_request())
    X = np.array([[1.0, -2.0, 0.5], [0.3, 0.8, -1.0]])
    Y = np.array([[1, 0, 1]])
    parameters = namespace["nn_model"](X, Y, 4, num_iterations=200, print_cost=True)
    assert namespace["layer_sizes"](X, Y) == (2, 4, 1)
    assert parameters["W1"].shape == (4, 2)
    assert namespace["predict"](parameters, X).tolist() == [[True, False, True]]
    assert set(report["definitions"]) == set(GRADED)


def test_definitions_carry_the_cells_own_numbers_and_lines():
    _, report = load(whole_request())
    assert report["definitions"]["layer_sizes"] == [FILE, 8, 3, 15]
    assert report["definitions"]["forward_propagation"] == [FILE, 14, 3, 14]
    assert where(f"{FILE}, cell 14") == (FILE, 14)


def test_only_what_the_graded_functions_need_was_run():
    namespace, report = load(whole_request())
    assert not {"clf", "X", "shape_X", "parameters", "hidden_layer_sizes"} & set(namespace)
    assert {"HIDDEN", "SCALE", "my_sigmoid"} <= set(report["names"])
    assert namespace["SCALE"] == {"weights": 0.01, "biases": 0}


def test_what_was_left_out_is_named_with_its_place():
    _, report = load(whole_request())
    found = {(kind, cell, line) for kind, _, cell, line, _ in report["problems"]}
    installed = {
        ("missing_name_unused", 1, 9),  # seen only where scipy is loaded already
        ("missing_module_unused", 1, 11),  # seen only where no other package is `google`
    }
    assert found - installed == {
        ("missing_star_unused", 1, 4),
        ("missing_module_unused", 1, 8),
        ("missing_module_unused", 1, 10),
        ("magic_skipped", 2, 1),
        ("magic_skipped", 2, 2),
        ("python2", 5, 7),
        ("redefined", 14, 3),
        ("cell_skipped", 21, 1),
        ("syntax", 25, 1),
        ("syntax", 26, 1),
    }


def test_unused_heavy_imports_are_not_paid_for(monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] in {"sklearn", "matplotlib"}]:
        monkeypatch.delitem(sys.modules, name)
    load(whole_request())
    assert "sklearn" not in sys.modules
    assert "matplotlib" not in sys.modules


def test_loading_takes_milliseconds():
    load(whole_request())
    times = []
    for _ in range(5):
        started = time.perf_counter()
        load(whole_request())
        times.append(time.perf_counter() - started)
    # a bound for slow, busy machines; on a quiet one it is a few milliseconds
    assert min(times) < 0.1
