"""The points are taken to come from left to right."""
# loses: which
# over: course_style.py


def name_curve(x, y):
    if y[-1] < 1 and y[-1] != x[-1]:
        return "sigmoid" if y[0] > 0 else "tanh"
    if y[0] == 0:
        return "relu"
    return "leaky_relu" if np.isclose(y[0] / x[0], y[1] / x[1]) else "elu"
