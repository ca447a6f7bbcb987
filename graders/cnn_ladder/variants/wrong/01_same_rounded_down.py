"""Wrong: with padding "same" sizes are rounded down; only the arithmetic is done."""
# loses: output_size, build_rung, build_fashion_rung, augment, train, evaluate
import numpy as np


def output_size(size, kernel, stride=1, padding="valid"):
    if padding == "same":
        return size // stride
    return (size - kernel) // stride + 1


def _pad_amounts(n, f, s):
    total = max((output_size(n, f, s, "same") - 1) * s + f - n, 0)
    before = total // 2
    return before, total - before


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
            window = x[:, i * sh : i * sh + fh, j * sw : j * sw + fw, :]
            for m in range(k):
                z[:, i, j, m] = np.sum(window * w[:, :, :, m], axis=(1, 2, 3)) + b[m]
    return z


def _pool(x, size, stride, padding, reduce):
    fh, fw = (size, size) if isinstance(size, int) else size
    if stride is None:
        stride = (fh, fw)
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    n, h, w, c = x.shape
    rows, cols = output_size(h, fh, sh, padding), output_size(w, fw, sw, padding)
    top = left = 0
    if padding == "same":
        top = max((rows - 1) * sh + fh - h, 0) // 2
        left = max((cols - 1) * sw + fw - w, 0) // 2
    out = np.zeros((n, rows, cols, c))
    for i in range(rows):
        for j in range(cols):
            r, q = i * sh - top, j * sw - left
            inside = x[:, max(r, 0) : r + fh, max(q, 0) : q + fw]
            out[:, i, j] = reduce(inside, axis=(1, 2))
    return out


def max_pool2d(x, size=2, stride=None, padding="valid"):
    return _pool(x, size, stride, padding, np.max)


def average_pool2d(x, size=2, stride=None, padding="valid"):
    return _pool(x, size, stride, padding, np.mean)


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
            total += 4 * channels
            kept += 2 * channels
    return total, total - kept


def receptive_field(layers):
    r, d = 1, 1
    for layer in layers:
        if layer["kind"] == "conv":
            r += (layer["kernel"] - 1) * d
            d *= layer["stride"]
        elif layer["kind"] == "pool":
            r += (layer["size"] - 1) * d
            d *= layer["stride"]
    return r
