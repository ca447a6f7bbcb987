"""augment: every image becomes one of its own versions, mirrored or not, shifted a little."""

import numpy as np
import pytest
from reading import UNCHANGED, read_array

from gradewright.graders import check

pytestmark = [pytest.mark.question("augment"), pytest.mark.visibility("hidden")]

_MISSING = "An image is none of the versions that mirroring and shifting give of it."


@pytest.mark.points(0.25)
def test_versions(student, rng):
    """Each image is mirrored left to right or not, and shifted; its edges are repeated."""
    for shape, shift in (((12, 8, 8, 3), 2), ((12, 7, 10, 1), 1), ((12, 6, 6, 2), 0)):
        x = rng.random(shape).astype(np.float32)
        seed = int(rng.integers(10**6))
        pixels = read_array(student.augment(x, seed, shift=shift), shape, "the images")
        _check_versions(pixels, x, shift)
        check(shift == 0 or not np.array_equal(pixels, x), *UNCHANGED)


@pytest.mark.points(0.2)
def test_chances(student, rng):
    """Half of the images are mirrored, all shifts occur, and each image has its own."""
    x = rng.random((400, 6, 6, 1)).astype(np.float32)
    images = student.augment(x, int(rng.integers(10**6)), shift=1)
    pixels = read_array(images, x.shape, "the images")
    versions = _check_versions(pixels, x, 1)
    mirrored, down, right = (np.array(column) for column in zip(*versions, strict=True))
    share = mirrored.mean()
    cause = "the chance of being mirrored is 1/2, for each image by itself."
    check(0.38 < share < 0.62, f"{100 * share:.0f} % of the images are mirrored.", cause)
    for way, steps in (("down", down), ("to the right", right)):
        counts = np.array([(steps == step).sum() for step in (-1, 0, 1)])
        cause = "all whole numbers from -shift to shift are equally likely."
        check(counts > 80, f"Some shifts {way} are missing or rare.", cause)
    related = np.abs(np.corrcoef([mirrored, down, right]) - np.eye(3)).max()
    check(related < 0.25, "Mirroring and the two shifts are not drawn independently of each other.")


@pytest.mark.points(0.1)
def test_seeds_and_default(student, rng):
    """Another seed gives other images; shifts go up to 3 pixels where nothing else is said."""
    x = rng.random((60, 9, 9, 1)).astype(np.float32)
    one, other = (read_array(student.augment(x, seed), x.shape, "the images") for seed in (1, 2))
    check(not np.array_equal(one, other), "Two seeds give the same images.", "seed is not used.")
    versions = _check_versions(one, x, 3)
    largest = max(abs(step) for _, *steps in versions for step in steps)
    check(largest == 3, f"The largest shift among 60 images is {largest} pixels.")


def _check_versions(pixels, x, shift):
    """Return how each image was changed: mirrored, down, right."""
    kinds = _versions(x, shift)
    stacked = np.stack(list(kinds.values()))
    same = (np.abs(stacked - pixels) < 1e-6).all(axis=(2, 3, 4))
    check(same.any(axis=0), _MISSING, _cause(pixels, x, shift))
    names = list(kinds)
    return [names[at] for at in same.argmax(axis=0)]


def _versions(x, shift, edges="edge"):
    """Return every version of all images by (mirrored, down, right).

    `edges` says what np.pad puts where an image has left: what is due, or a mistake.
    """
    steps = range(-shift, shift + 1)
    versions = {}
    for mirrored in (False, True):
        images = x[:, :, ::-1] if mirrored else x
        wide = np.pad(images, ((0, 0), (shift, shift), (shift, shift), (0, 0)), mode=edges)
        height, width = x.shape[1:3]
        for down in steps:
            for right in steps:
                top, left = shift - down, shift - right
                versions[mirrored, down, right] = wide[:, top : top + height, left : left + width]
    return versions


def _cause(pixels, x, shift):
    """Return the likely reason why images are no versions of their own."""
    if np.allclose(np.sort(pixels, axis=None), np.sort(x, axis=None)) and shift:
        return "pixels that leave one edge come back at the other: np.roll turns images round."
    upside = np.stack(list(_versions(x[:, ::-1], shift).values()))
    if (np.abs(upside - pixels) < 1e-6).all(axis=(2, 3, 4)).any():
        return "images are turned upside down: mirroring goes from left to right."
    black = np.stack(list(_versions(x, shift, "constant").values()))
    if (np.abs(black - pixels) < 1e-6).all(axis=(2, 3, 4)).any(axis=0).all():
        return "the new pixels at an edge are black, and have to repeat that edge."
    return "the new pixels at an edge repeat that edge; values do not change."
