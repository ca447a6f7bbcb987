"""Exercise: CNN ladder. Chiara Rossi. Sections 1 to 5 and 8; the models did not work in time."""
import numpy as np


def output_size(size, kernel, stride=1, padding="valid"):
    if padding == "same":
        return (size + stride - 1) // stride
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
    for part in _shifted(np.array(x, dtype=float), size, stride, padding, 0.0):
        best = part if best is None else np.maximum(best, part)
    return best


def average_pool2d(x, size=2, stride=None, padding="valid"):
    stack = np.stack(_shifted(np.array(x, dtype=float), size, stride, padding, 0.0))
    return np.mean(stack, axis=0)


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


def augment(x, seed, shift=3):
    rng = np.random.RandomState(seed)
    n, h, w, c = x.shape
    result = np.empty_like(x)
    for number in range(n):
        image = x[number]
        if rng.rand() < 0.5:
            image = np.fliplr(image)
        wide = np.pad(image, ((shift, shift), (shift, shift), (0, 0)), mode="edge")
        top = rng.randint(0, 2 * shift + 1)
        left = rng.randint(0, 2 * shift + 1)
        result[number] = wide[top : top + h, left : left + w]
    return result
