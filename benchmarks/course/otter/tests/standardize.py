OK_FORMAT = True

test = {
    "name": "standardize",
    "points": 2,
    "suites": [
        {
            "type": "doctest",
            "scored": True,
            "setup": "",
            "teardown": "",
            "cases": [
                {
                    "code": ">>> X = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 13.0]])\n>>> np.testing.assert_allclose(standardize(X), (X - X.mean(axis=0)) / X.std(axis=0), rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
                {
                    "code": ">>> rng = np.random.default_rng(7)\n>>> X = rng.normal(3.0, 2.0, (40, 5))\n>>> np.testing.assert_allclose(standardize(X), (X - X.mean(axis=0)) / X.std(axis=0), rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
            ],
        },
    ],
}
