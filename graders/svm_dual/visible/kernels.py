"""Name kernels that are transposed, or of one set of points with itself."""

import numpy as np

from gradewright.graders import check


def name_faults(found, expected):
    """Name a kernel that is transposed, or is one of X or of Z with itself."""
    shape = np.shape(found) if isinstance(found, np.ndarray) else None
    n, m = expected.shape
    if n == m or shape is None:
        return
    check(shape != (m, n), "K is transposed.", "row i belongs to X[i], column j to Z[j].")
    for name, size in (("X", n), ("Z", m)):
        itself = f"K is the kernel of {name} with itself."
        check(shape != (size, size), itself, f"only {name} is used.")
