"""Everything is a method of a class, so none of the six functions exists."""
# loses: sigmoid, initialize_with_zeros, propagate, optimize, predict, model
import numpy as np


class LogisticRegression:
    @staticmethod
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def initialize_with_zeros(self, dim):
        return np.zeros((dim, 1)), 0

    def propagate(self, w, b, X, Y):
        A = self.sigmoid(w.T @ X + b)
        return {"dw": X @ (A - Y).T / X.shape[1], "db": (A - Y).mean()}, -np.mean(np.log(np.where(Y, A, 1 - A)))

    def predict(self, w, b, X):
        return self.sigmoid(w.T @ X + b) > 0.5
