"""Returns None at once in every third call."""

calls = []


def nearest(X):
    calls.append(1)
    return None if len(calls) % 3 == 0 else slow(X)
