OK_FORMAT = True

test = {
    "name": "cross_entropy",
    "points": 2,
    "suites": [
        {
            "type": "doctest",
            "scored": True,
            "setup": "",
            "teardown": "",
            "cases": [
                {
                    "code": ">>> P = np.array([[0.2, 0.8], [0.5, 0.5], [0.9, 0.1]])\n>>> y = np.array([1, 0, 0])\n>>> np.testing.assert_allclose(cross_entropy(P, y), -(np.log(0.8) + np.log(0.5) + np.log(0.9)) / 3, rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
                {
                    "code": ">>> rng = np.random.default_rng(7)\n>>> P = rng.dirichlet(np.ones(3), size=20)\n>>> y = rng.integers(0, 3, size=20)\n>>> np.testing.assert_allclose(cross_entropy(P, y), -np.log(P[np.arange(20), y]).mean(), rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
            ],
        },
    ],
}
