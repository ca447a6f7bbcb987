"""Wrong: mirrors images upside down in place of left to right."""
# loses: augment
# over: 01_loops_and_callback.py


def augment(x, seed, shift=3):
    rng = np.random.RandomState(seed)
    n, h, w, c = x.shape
    result = np.empty_like(x)
    for number in range(n):
        image = x[number]
        if rng.rand() < 0.5:
            image = np.flipud(image)
        wide = np.pad(image, ((shift, shift), (shift, shift), (0, 0)), mode="edge")
        top = rng.randint(0, 2 * shift + 1)
        left = rng.randint(0, 2 * shift + 1)
        result[number] = wide[top : top + h, left : left + w]
    return result
