"""Wrong: of an odd number of zeros the one left over comes before the image; np.roll in the augmentation. No models."""
# loses: conv2d_forward, pooling, augment, build_rung, build_fashion_rung, train, evaluate
# over: 01_loops_and_callback.py
# without: keras, _pad_amounts, _pool, build_rung, build_fashion_rung, train, Augmented, evaluate


def windows_of(x, kernel, stride, padding, fill):
    """(n, rows, cols, fh, fw, c) without copying."""
    sizes = [output_size(x.shape[a + 1], kernel[a], stride[a], padding) for a in (0, 1)]
    if padding == "same":
        add = [max((sizes[a] - 1) * stride[a] + kernel[a] - x.shape[a + 1], 0) for a in (0, 1)]
        pads = [((p + 1) // 2, p // 2) for p in add]
        x = np.pad(x, [(0, 0), *pads, (0, 0)], constant_values=fill)
    x = np.ascontiguousarray(x)
    sn, sh, sw, sc = x.strides
    return np.lib.stride_tricks.as_strided(
        x,
        (x.shape[0], *sizes, *kernel, x.shape[3]),
        (sn, sh * stride[0], sw * stride[1], sh, sw, sc),
        writeable=False,
    )


def two(v):
    return tuple(v) if isinstance(v, (tuple, list)) else (v, v)


def conv2d_forward(x, w, b, stride=1, padding="valid"):
    win = windows_of(x, w.shape[:2], two(stride), padding, 0)
    return np.einsum("nijuvc,uvck->nijk", win, w, optimize=True) + b


def max_pool2d(x, size=2, stride=None, padding="valid"):
    stride = size if stride is None else stride
    return windows_of(x, two(size), two(stride), padding, -np.inf).max((3, 4))


def average_pool2d(x, size=2, stride=None, padding="valid"):
    stride = size if stride is None else stride
    total = windows_of(x, two(size), two(stride), padding, 0.0).sum((3, 4))
    count = windows_of(np.ones_like(x), two(size), two(stride), padding, 0.0).sum((3, 4))
    return total / count


def augment(x, seed, shift=3):
    rng = np.random.RandomState(seed)
    n, h, w, c = x.shape
    result = np.empty_like(x)
    for number in range(n):
        image = x[number]
        if rng.rand() < 0.5:
            image = np.fliplr(image)
        down, right = rng.randint(-shift, shift + 1, 2)
        result[number] = np.roll(image, (down, right), axis=(0, 1))
    return result
