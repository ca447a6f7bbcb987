"""Is so slow after two quick timed calls that no time may be left for others."""

calls = []


def nearest(X):
    calls.append(1)
    if len(calls) > 3:
        _sleep(1.2)
    return honest(X)
