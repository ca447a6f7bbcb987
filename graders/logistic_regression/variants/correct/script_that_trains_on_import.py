"""A script whose top level trains, plots, reads files and seeds; none of it is needed by the functions."""
import os, sys, time
import numpy as np
import matplotlib.pyplot as plt
import h5py
import scipy
from PIL import Image
from scipy import ndimage
from lr_utils import load_dataset
from public_tests import *

np.random.seed(1)
plt.rcParams["figure.figsize"] = (5.0, 4.0)
train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()
index = 25
plt.imshow(train_set_x_orig[index])
print("y = " + str(train_set_y[:, index]) + ", it's a '" + classes[np.squeeze(train_set_y[:, index])].decode("utf-8") + "' picture.")

m_train = train_set_x_orig.shape[0]
train_set_x = train_set_x_orig.reshape(m_train, -1).T / 255.
test_set_x = test_set_x_orig.reshape(test_set_x_orig.shape[0], -1).T / 255.

RATE_NAME = "learning rate"
TEMPLATE = "Cost after iteration {}: {:.6f} (" + RATE_NAME + " {})"


def sigmoid(z):
    return np.power(1 + np.exp(-z), -1.0)

print("sigmoid([0, 2]) = " + str(sigmoid(np.array([0, 2]))))
sigmoid_test(sigmoid)

def initialize_with_zeros(dim):
    w = np.zeros([dim, 1]); b = 0.
    return w, b

def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T.dot(X) + b)
    cost = -1. / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A), axis=1)
    dw = 1. / m * X.dot((A - Y).T)
    db = 1. / m * np.sum(A - Y, axis=1, keepdims=True)
    return {"dw": dw, "db": db.item()}, cost.item()

propagate_test(propagate)

def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs = []
    start = time.time()
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
            if print_cost: print(TEMPLATE.format(i, cost, learning_rate))
    if print_cost: print("took", time.time() - start, "s", file=sys.stderr)
    return {"w": w, "b": b}, grads, costs

def predict(w, b, X):
    A = sigmoid(w.T.dot(X) + b)
    return np.greater(A, .5).astype(np.uint8)

def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros(X_train.shape[0])
    p, g, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    yt, yr = predict(p["w"], p["b"], X_test), predict(p["w"], p["b"], X_train)
    return {"costs": costs, "Y_prediction_test": yt, "Y_prediction_train": yr, "w": p["w"], "b": p["b"],
            "learning_rate": learning_rate, "num_iterations": num_iterations}

d = model(train_set_x, train_set_y, test_set_x, test_set_y, num_iterations=200000, learning_rate=0.005, print_cost=True)
plt.plot(np.squeeze(d["costs"])); plt.ylabel("cost"); plt.show()
learning_rates = [0.01, 0.001, 0.0001]
models = {}
for i in learning_rates:
    models[str(i)] = model(train_set_x, train_set_y, test_set_x, test_set_y, num_iterations=1500, learning_rate=i)
fname = "images/" + "my_image.jpg"
image = np.array(ndimage.imread(fname, flatten=False))
my_image = scipy.misc.imresize(image, size=(64, 64)).reshape((1, 64 * 64 * 3)).T
