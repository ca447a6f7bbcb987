"""The printed examples of the statement, computed by hand: the solutions are exact fractions."""

import numpy as np

# Two rows and three rows for the kernels; their inner products are 1 4 3 and 0 1 1.
ROWS_X = np.array([[1.0, 2.0], [0.0, 1.0]])
ROWS_Z = np.array([[1.0, 0.0], [2.0, 1.0], [1.0, 1.0]])
LINEAR = np.array([[1.0, 4.0, 3.0], [0.0, 1.0, 1.0]])
POLYNOMIAL = {"degree": 2, "gamma": 0.5, "r": 1}
POLYNOMIAL_K = np.array([[2.25, 9.0, 6.25], [1.0, 2.25, 2.25]])
RBF = {"gamma": 0.5}
RBF_K = np.exp(-0.5 * np.array([[4.0, 2.0, 1.0], [2.0, 4.0, 1.0]]))
SIGMOID = {"gamma": 0.5, "r": -1}
SIGMOID_K = np.tanh(np.array([[-0.5, 1.0, 0.5], [-1.0, -0.5, -0.5]]))

# Six points that a line separates; the widest street runs between x + y = 1 and (2, 2).
X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [2.0, 2.0], [3.0, 2.0], [2.0, 3.0]])
Y = np.array([-1, -1, -1, 1, 1, 1])
C = 10.0
ALPHA = np.array([0.0, 2.0, 2.0, 4.0, 0.0, 0.0]) / 9
W = np.array([2.0, 2.0]) / 3
B = -5 / 3

# Two points, both at the bound: every intercept from -1.2 to 0.4 is optimal.
PAIR_K = np.array([[9.0, 3.0], [3.0, 1.0]])
PAIR_Y = np.array([1, -1])
PAIR_ALPHA = np.array([0.1, 0.1])
PAIR_C = 0.1
PAIR_B = -0.4

TEST_X = np.array([[2.0, 1.0], [0.5, 0.5], [1.0, 1.2], [4.0, 4.0]])
TEST_LABELS = np.array([1, -1, -1, 1])

HINGE_Y = np.array([1, -1, 1, -1])
HINGE_SCORES = np.array([2.0, -0.5, 0.25, 1.0])
HINGE = 0.8125
