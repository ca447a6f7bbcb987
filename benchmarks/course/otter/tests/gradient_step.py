OK_FORMAT = True

test = {
    "name": "gradient_step",
    "points": 2,
    "suites": [
        {
            "type": "doctest",
            "scored": True,
            "setup": "",
            "teardown": "",
            "cases": [
                {
                    "code": ">>> w, dw = np.array([1.0, -2.0]), np.array([0.5, 0.25])\n>>> np.testing.assert_allclose(gradient_step(w, dw, 0.1), np.array([0.95, -2.025]), rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
                {
                    "code": ">>> rng = np.random.default_rng(7)\n>>> w, dw = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))\n>>> np.testing.assert_allclose(gradient_step(w, dw, 0.03), w - 0.03 * dw, rtol=1e-06)",
                    "hidden": False,
                    "locked": False,
                    "points": 1,
                },
            ],
        },
    ],
}
