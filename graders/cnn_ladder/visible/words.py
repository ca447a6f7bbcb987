"""What common mistakes are called: the problem in a sentence, and its likely cause."""

TURNED = "the formula has i' = i + u, not i - u."
SWAPPED = "the first axis of w goes down the rows, the second along the columns."
ZEROS_BEFORE = (
    "The image lies at another place between the added zeros.",
    "half of the zeros come before; of an odd number, the one left over comes after.",
)
STRIDE_IGNORED = "The stride is ignored.", "the windows lie at every pixel, and some are left out."

ZEROS_COUNT = (
    "Padding counts like pixels of value 0.",
    "the image is padded with zeros; in a pooling, what is added must not count.",
)
WINDOWS_BEFORE = (
    "The windows lie at other places.",
    "of an odd number of rows or columns to add, the one left over comes after the image.",
)
