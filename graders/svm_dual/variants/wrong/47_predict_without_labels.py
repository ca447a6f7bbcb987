"""Wrong: the labels of the training points are not used."""
# loses: predict
# over: 04_sum_squares_of_a_factor.py


def predict(K_test, y, alpha, b):
    return np.where(K_test @ alpha + b >= 0, 1, -1)
