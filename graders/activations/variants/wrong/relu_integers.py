"""ReLU is vectorised with the kind of its first value, which may be the integer 0."""
# loses: rectify
# over: reference


relu = np.vectorize(lambda x: 0 if x < 0 else x)
