"""What the statement prints."""

import numpy as np

PIXELS = 784
LATENT = 20
HIDDEN = 512

# The examples of the formulas.
MEAN = np.array([[0.0, 0.0], [1.0, 2.0]], dtype=np.float32)
LOG_VAR = np.log(np.array([[1.0, 1.0], [1.0, 4.0]])).astype(np.float32)
X = np.array([[1.0, 0.0, 0.5], [1.0, 1.0, 1.0]], dtype=np.float32)
X_DECODED = np.array([[0.8, 0.4, 0.5], [0.5, 0.5, 0.5]], dtype=np.float32)
