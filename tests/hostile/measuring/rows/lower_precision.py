"""Works in half precision and returns double precision."""


def nearest(X):
    X = X.astype(np.float16)
    squares = ((X[:, None] - X[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return squares.min(axis=1).astype(float)
