"""Wrong: slides by one pixel and cuts the map down; counts two numbers a channel for batch normalisation. Only the arithmetic."""
# loses: conv2d_forward, count_parameters, build_rung, build_fashion_rung, augment, train, evaluate
# over: 01_loops_and_callback.py
# without: keras, build_rung, build_fashion_rung, augment, train, Augmented, evaluate


def conv2d_forward(x, w, b, stride=1, padding="valid"):
    if isinstance(stride, int):
        sh, sw = stride, stride
    else:
        sh, sw = stride
    n, h, width, c = x.shape
    fh, fw, _, k = w.shape
    if padding == "same":
        x = np.pad(x, ((0, 0), _pad_amounts(h, fh, sh), _pad_amounts(width, fw, sw), (0, 0)))
    rows = output_size(h, fh, sh, padding)
    cols = output_size(width, fw, sw, padding)
    z = np.zeros((n, rows, cols, k))
    for i in range(rows):
        for j in range(cols):
            window = x[:, i : i + fh, j : j + fw, :]
            for m in range(k):
                z[:, i, j, m] = np.sum(window * w[:, :, :, m], axis=(1, 2, 3)) + b[m]
    return z


def count_parameters(layers, input_shape):
    h, w, c = input_shape
    units = None
    total = 0
    kept = 0
    for layer in layers:
        if layer["kind"] == "conv":
            k = layer["kernel"]
            total += k * k * c * layer["filters"]
            if layer["bias"]:
                total += layer["filters"]
            h = output_size(h, k, layer["stride"], layer["padding"])
            w = output_size(w, k, layer["stride"], layer["padding"])
            c = layer["filters"]
        elif layer["kind"] == "pool":
            h = output_size(h, layer["size"], layer["stride"], layer["padding"])
            w = output_size(w, layer["size"], layer["stride"], layer["padding"])
        elif layer["kind"] == "flatten":
            units = h * w * c
        elif layer["kind"] == "dense":
            total += units * layer["units"]
            if layer["bias"]:
                total += layer["units"]
            units = layer["units"]
        elif layer["kind"] == "batch_norm":
            channels = c if units is None else units
            total += 2 * channels
    return total, total - kept
