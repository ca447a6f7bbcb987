"""Have images generated."""

from reading import read_numbers

from gradewright.graders import check


def generated(student, decoder, count):
    """Return generated images as float64 (count, 28, 28), checked for their range."""
    got = student.generate(decoder, count)
    images = read_numbers(got, (count, 28, 28), "the images")
    check(
        (images >= 0) & (images <= 1),
        "Some pixels are not between 0 and 1.",
        "the decoder has no sigmoid, or the images were scaled.",
        got=got,
    )
    return images
