"""Values near 0 are taken for 0, and a small alpha for none."""
# loses: which
# over: course_style.py


def name_curve(x, y):
    if np.allclose(y, sigmoid(x)):
        return "sigmoid"
    if np.allclose(y, tanh(x)):
        return "tanh"
    negative = x < 0
    if np.allclose(y[negative], 0, atol=0.5):
        return "relu"
    slopes = y[negative] / x[negative]
    return "leaky_relu" if np.allclose(slopes, slopes[0]) else "elu"
