"""Correct, but fragile: the dual maximised, quad_form of the kernel times the labels, loops."""
import cvxpy
import numpy


def gram(X, Z, k):
    return numpy.array([[k(x, z) for z in Z] for x in X])


def linear_kernel(X, Z):
    return gram(X, Z, lambda x, z: sum(x * z))


def polynomial_kernel(X, Z, degree, gamma, r):
    return gram(X, Z, lambda x, z: (gamma * sum(x * z) + r) ** degree)


def rbf_kernel(X, Z, gamma):
    return gram(X, Z, lambda x, z: numpy.exp(-gamma * numpy.linalg.norm(x - z) ** 2))


def sigmoid_kernel(X, Z, gamma, r):
    return gram(X, Z, lambda x, z: numpy.tanh(gamma * sum(x * z) + r))


def solve_dual(K, y, C):
    Q = numpy.outer(y, y) * K
    Q = (Q + Q.T) / 2
    a = cvxpy.Variable(len(y), nonneg=True)
    dual = cvxpy.Maximize(cvxpy.sum(a) - cvxpy.quad_form(a, Q) / 2)
    problem = cvxpy.Problem(dual, [a <= C, cvxpy.sum(cvxpy.multiply(y, a)) == 0])
    problem.solve()
    return a.value


def primal_weights(X, y, alpha):
    w = numpy.zeros(X.shape[1])
    for x_i, y_i, a_i in zip(X, y, alpha):
        w += a_i * y_i * x_i
    return w


def intercept(K, y, alpha, C, tol=1e-4):
    n = len(y)
    free, low, high = [], -numpy.inf, numpy.inf
    for i in range(n):
        candidate = y[i]
        for j in range(n):
            candidate -= alpha[j] * y[j] * K[j][i]
        if tol * C < alpha[i] < (1 - tol) * C:
            free.append(candidate)
        elif (alpha[i] <= tol * C) == (y[i] > 0):
            low = max(low, candidate)
        else:
            high = min(high, candidate)
    if free:
        return sum(free) / len(free)
    return 0.5 * (low + high)


def predict(K_test, y, alpha, b):
    labels = []
    for row in K_test:
        score = b
        for k, y_i, a_i in zip(row, y, alpha):
            score += a_i * y_i * k
        labels.append(1 if score >= 0 else -1)
    return numpy.array(labels)


def solve_primal(X, y, C):
    w = cvxpy.Variable(X.shape[1])
    b = cvxpy.Variable(1)
    slack = cvxpy.Variable(len(y), nonneg=True)
    constraints = [y[i] * (X[i] @ w + b) >= 1 - slack[i] for i in range(len(y))]
    problem = cvxpy.Problem(cvxpy.Minimize(cvxpy.norm(w) ** 2 / 2 + C * sum(slack)), constraints)
    problem.solve()
    return [w.value, b.value, slack.value]


def hinge_loss(y, scores):
    total = 0.0
    for label, score in zip(y, scores):
        total += max(0.0, 1.0 - label * score)
    return total / len(y)


def keras_svm(d, C, n):
    from tensorflow.keras import layers, models, regularizers

    inputs = layers.Input((d,))
    outputs = layers.Dense(1, activation="linear", kernel_regularizer=regularizers.L2(0.5 / C / n))(inputs)
    model = models.Model(inputs, outputs)
    model.compile("sgd", "hinge", metrics=["accuracy"])
    return model
