"""Wrong: exit() in predict."""
# loses: predict
# over: 13_osqp_and_cdist.py


def predict(K_test, y, alpha, b):
    print(K_test @ (alpha * y) + b)
    exit()
