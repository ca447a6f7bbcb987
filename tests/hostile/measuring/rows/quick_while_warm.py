"""Is quick in the first calls, which may be a warm-up or all there are, and slow afterwards."""

calls = []


def nearest(X):
    calls.append(1)
    return honest(X) if len(calls) <= 2 else slow(X)
