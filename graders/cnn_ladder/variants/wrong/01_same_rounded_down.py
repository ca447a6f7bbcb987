"""Wrong: with padding "same" sizes are rounded down; only the arithmetic is done."""
# loses: output_size, build_rung, build_fashion_rung, augment, train, evaluate
# over: 01_loops_and_callback.py
# without: keras, build_rung, build_fashion_rung, augment, train, Augmented, evaluate


def output_size(size, kernel, stride=1, padding="valid"):
    if padding == "same":
        return size // stride
    return (size - kernel) // stride + 1
