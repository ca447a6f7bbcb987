"""The values that the statement prints."""

import numpy as np

SQUASH_X = np.array([-4.0, -3.8, 0.0, 4.0])
SIGMOID = np.array([0.01798621, 0.02188127, 0.5, 0.98201379])
TANH = np.array([-0.99932930, -0.99899960, 0.0, 0.99932930])

RECTIFY_X = np.array([-4.0, -3.8, -3.6, 4.0])
RELU = np.array([0.0, 0.0, 0.0, 4.0])
LEAKY = np.array([-0.4, -0.38, -0.36, 4.0])
ELU = np.array([-0.98168436, -0.97762923, -0.97267628, 4.0])

SOFTMAX_X = np.array([1.0, 2, 2, 3, 3, 3, 4, 4, 4, 4])
SOFTMAX = np.repeat([0.00917887, 0.02495075, 0.06782318, 0.18436252], [1, 2, 3, 4])
