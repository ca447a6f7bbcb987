OK_FORMAT = True

test = {
    "name": "one_hot",
    "points": 2,
    "suites": [
        {
            "type": "doctest",
            "scored": True,
            "setup": "",
            "teardown": "",
            "cases": [
                {
                    "code": ">>> y = np.array([2, 0, 1, 2])\n>>> np.testing.assert_allclose(one_hot(y, 3), np.eye(3)[y], rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
                {
                    "code": ">>> rng = np.random.default_rng(7)\n>>> y = rng.integers(0, 6, size=25)\n>>> np.testing.assert_allclose(one_hot(y, 6), np.eye(6)[y], rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
            ],
        },
    ],
}
