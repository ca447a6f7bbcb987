"""The examples that the statement prints, and some more worked by hand: all are exact fractions."""

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
OPTIMUM = 4 / 9
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

# Worked by hand. Two points on a line, 1 and 3 from zero, which a street two wide would separate.
# A price of 0.2 a piece is too little for that: each alpha is at its bound, w is 0.2 (3 - 1), and
# the two slacks are 2 - 2 w together, however b divides them.
LINE_X = np.array([[1.0, 0.0], [3.0, 0.0]])
LINE_Y = np.array([-1, 1])
LINE_C = 0.2
LINE_W = np.array([0.4, 0.0])
LINE_OBJECTIVE = 0.08 + 0.2 * 1.2

# With a kernel that is diagonal, y - K (alpha y) is y (1 - k alpha): 0.4, -0.8, 1, 0, 1, 1 here.
# The first and the fourth point are free.
DIAGONAL_K = np.diag([1.2, 0.9, 1.0, 2.0, 1.0, 1.0])
DIAGONAL_Y = np.array([1, 1, -1, -1, 1, 1])
DIAGONAL_ALPHA = np.array([0.5, 2.0, 2.0, 0.5, 0.0, 0.0])
DIAGONAL_C = 2.0
DIAGONAL_B = 0.2

# All alpha are C: 0.5 and 0.8 bound b from above, -0.1 and -0.6 from below.
BOUND_K = np.diag([0.5, 0.2, 0.9, 0.4])
BOUND_Y = np.array([1, 1, -1, -1])
BOUND_ALPHA = np.ones(4)
BOUND_C = 1.0
BOUND_B = 0.2

# 0.5, 0.9, 0 and -0.9, of which the second and the fourth come from an alpha of 0.1.
NEAR_K = np.diag([1.0, 1.0, 2.0, 1.0])
NEAR_Y = np.array([1, 1, -1, -1])
NEAR_ALPHA = np.array([0.5, 0.1, 0.5, 0.1])
NEAR_C = 2.0
NEAR_B = 0.25
NEAR_B_USUALLY = 0.125
