"""Large numbers are cut off in place of shifted."""
# loses: softmax
# over: course_style.py


def softmax(x):
    e = np.exp(np.clip(x, -500, 500))
    return e / e.sum(axis=0)
