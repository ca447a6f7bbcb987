"""The place in the list is returned, not the name."""
# loses: which
# over: vectorised.py


def name_curve(x, y):
    order = np.argsort(x)
    x, y = x[order], y[order]
    if y[-1] < 1:
        return int(y[0] < 0)
    left = x < 0
    bends = np.abs(np.diff(y[left]) / np.diff(x[left]))
    if bends.max() == 0:
        return 2
    return 3 + int(np.ptp(bends) > 1e-6 * bends.max())
