"""ELU forgets alpha, which is 1 in the printed example."""
# loses: rectify
# over: course_style.py


def elu(x, alpha=0.01):
    return np.where(x < 0, np.exp(x) - 1, x)
