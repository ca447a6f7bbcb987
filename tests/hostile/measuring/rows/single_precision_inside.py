"""Works in single precision and returns double precision: taken for what it is, and allowed."""


def nearest(X):
    X = X.astype(np.float32)
    squares = ((X[:, None] - X[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return squares.min(axis=1).astype(float)
