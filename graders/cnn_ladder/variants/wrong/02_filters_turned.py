"""Wrong: turns the filters by 180 degrees; multiplies the jump before it is used. Only the arithmetic."""
# loses: conv2d_forward, receptive_field, build_rung, build_fashion_rung, augment, train, evaluate
# over: 01_loops_and_callback.py
# without: keras, _pad_amounts, _pool, build_rung, build_fashion_rung, augment, train, Augmented, evaluate


def conv2d_forward(x, w, b, stride=1, padding="valid"):
    """Add up shifted copies of the image, one for each position in the filter."""
    sh, sw = np.broadcast_to(stride, 2)
    fh, fw = w.shape[0], w.shape[1]
    rows = output_size(x.shape[1], fh, sh, padding)
    cols = output_size(x.shape[2], fw, sw, padding)
    if padding == "same":
        down = max((rows - 1) * sh + fh - x.shape[1], 0)
        right = max((cols - 1) * sw + fw - x.shape[2], 0)
        big = np.zeros((x.shape[0], x.shape[1] + down, x.shape[2] + right, x.shape[3]))
        big[:, down // 2 : down // 2 + x.shape[1], right // 2 : right // 2 + x.shape[2]] = x
        x = big
    z = np.tile(np.asarray(b, dtype=float), (x.shape[0], rows, cols, 1))
    for u in range(fh):
        for v in range(fw):
            part = x[:, u : u + (rows - 1) * sh + 1 : sh, v : v + (cols - 1) * sw + 1 : sw]
            z += part @ w[fh - 1 - u, fw - 1 - v]
    return z


def _shifted(x, size, stride, padding, fill):
    fh, fw = np.broadcast_to(size, 2)
    sh, sw = (fh, fw) if stride is None else np.broadcast_to(stride, 2)
    rows, cols = output_size(x.shape[1], fh, sh, padding), output_size(x.shape[2], fw, sw, padding)
    if padding == "same":
        down = max((rows - 1) * sh + fh - x.shape[1], 0)
        right = max((cols - 1) * sw + fw - x.shape[2], 0)
        pads = ((0, 0), (down // 2, down - down // 2), (right // 2, right - right // 2), (0, 0))
        x = np.pad(x, pads, constant_values=fill)
    return [x[:, u : u + (rows - 1) * sh + 1 : sh, v : v + (cols - 1) * sw + 1 : sw]
            for u in range(fh) for v in range(fw)]


def max_pool2d(x, size=2, stride=None, padding="valid"):
    best = None
    for part in _shifted(np.array(x, dtype=float), size, stride, padding, -np.inf):
        best = part if best is None else np.maximum(best, part)
    return best


def average_pool2d(x, size=2, stride=None, padding="valid"):
    stack = np.stack(_shifted(np.array(x, dtype=float), size, stride, padding, np.nan))
    return np.nanmean(stack, axis=0)


def receptive_field(layers):
    r, d = 1, 1
    for layer in layers:
        if layer["kind"] == "conv":
            d *= layer["stride"]
            r += (layer["kernel"] - 1) * d
        elif layer["kind"] == "pool":
            d *= layer["stride"]
            r += (layer["size"] - 1) * d
    return r
