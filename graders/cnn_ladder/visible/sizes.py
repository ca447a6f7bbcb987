"""Tell which common mistake gives a size."""

from gradewright.graders import check


def rule_out_size(found, expected, size, kernel, stride, padding):
    """Fail with the name of a common mistake where a size is just what that mistake gives."""
    down, up = (size - kernel) // stride, -(-(size - kernel) // stride)
    if padding == "valid":
        mistakes = (
            (
                up + 1,
                "The number of positions is one too many.",
                "the division is rounded up: a window that would stick out does not count.",
            ),
            (down, "One position is missing.", "the first window counts too."),
        )
    else:
        mistakes = (
            (
                size // stride,
                "The number of positions is one too few.",
                'the division is rounded down: with padding "same", part of a stride counts.',
            ),
            (down + 1, "This is the size without padding.", 'padding is "same" here.'),
        )
    for wrong, problem, cause in mistakes:
        check(found != wrong or wrong == expected, problem, cause, got=found)
