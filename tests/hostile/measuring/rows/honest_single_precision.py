"""Works in single precision and says so: allowed in so many words."""


def nearest(X):
    X = X.astype(np.float32)
    squares = ((X[:, None] - X[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return squares.min(axis=1)
