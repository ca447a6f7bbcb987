"""Wrong: the constraints and the objective are built entry by entry, and solved three times: too slow."""
# loses: solve_dual
# over: 01_bare_quad_form.py


def solve_dual(K, y, C):
    n = len(y)
    values, vectors = np.linalg.eigh((K + K.T) / 2)
    F = np.sqrt(np.maximum(values, 0))[:, None] * vectors.T * y
    alpha = cp.Variable(n)
    total = sum(cp.square(F[k] @ alpha) for k in range(n))
    constraints = [alpha @ y == 0]
    for i in range(n):
        constraints += [alpha[i] >= 0, alpha[i] <= C]
    for solver in ("SCS", "OSQP", "CLARABEL"):
        problem = cp.Problem(cp.Minimize(0.5 * total - cp.sum(alpha)), constraints)
        problem.solve(solver=solver)
    return alpha.value
