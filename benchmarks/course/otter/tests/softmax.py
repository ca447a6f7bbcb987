OK_FORMAT = True

test = {
    "name": "softmax",
    "points": 2,
    "suites": [
        {
            "type": "doctest",
            "scored": True,
            "setup": "",
            "teardown": "",
            "cases": [
                {
                    "code": ">>> Z = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 4.0]])\n>>> np.testing.assert_allclose(softmax(Z), np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
                {
                    "code": ">>> rng = np.random.default_rng(7)\n>>> Z = rng.normal(size=(30, 4))\n>>> np.testing.assert_allclose(softmax(Z), np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
            ],
        },
    ],
}
