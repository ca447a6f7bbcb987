"""Wrong: rows and columns of the filters are swapped; counts no biases. Only the arithmetic."""
# loses: conv2d_forward, count_parameters, build_rung, build_fashion_rung, augment, train, evaluate
# over: 06_counts_with_keras.py
# without: keras, build_rung, build_fashion_rung, augment, train, evaluate


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
            z += part @ w.swapaxes(0, 1)[u, v] if fh == fw else part @ w[u, v]
    return z


def count_parameters(layers, input_shape):
    if not layers:
        return (0, 0)
    first, rest = layers[0], layers[1:]
    *space, channels = input_shape
    own = fixed = 0
    shape = tuple(input_shape)
    if first["kind"] in ("conv", "pool"):
        f = first.get("kernel", first.get("size"))
        new = channels
        if first["kind"] == "conv":
            new = first["filters"]
            own = new * (f * f * channels)
        shape = tuple(output_size(s, f, first["stride"], first["padding"]) for s in space) + (new,)
    elif first["kind"] == "dense":
        own = first["units"] * (channels)
        shape = (first["units"],)
    elif first["kind"] == "flatten":
        size = 1
        for s in input_shape:
            size *= s
        shape = (size,)
    elif first["kind"] == "batch_norm":
        own, fixed = 4 * channels, 2 * channels
    total, trainable = count_parameters(rest, shape)
    return (total + own, trainable + own - fixed)
