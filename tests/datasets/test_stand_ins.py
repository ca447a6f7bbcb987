"""Stand-ins: named as such, the same bytes everywhere, and of use for what they stand in for."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from sklearn.datasets import load_digits

from gradewright.datasets import load
from gradewright.datasets.figures import draw_figures
from gradewright.datasets.garments import draw_garments

DIGESTS = {
    "mnist": "2699b4602ae59ddc 75d6f063f5306623",
    "fashion_mnist": "55c996c46d9f48af 3feea9898d3b8d1b",
    "cifar10": "c9304397e6a8ab69 a45a445220bf90e3",
    "cats": "10a77b0502249d94 8313fdad092aa510",
}
FACTS = {
    "mnist": ("digits28", (1437, 28, 28), 360),
    "fashion_mnist": ("garments28", (6000, 28, 28), 1000),
    "cifar10": ("figures32", (4000, 32, 32, 3), 1000),
    "cats": ("digits64", (209, 64, 64, 3), 50),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_stand_in_has_the_shape_of_what_it_stands_for_and_says_so(name: str) -> None:
    key, shape, test = FACTS[name]
    data = load(name)
    assert data.stand_in
    assert "stand-in for" in data.name
    assert data.key == key
    assert (data.x_train.shape, data.x_test.shape) == (shape, (test, *shape[1:]))
    assert (data.y_train.shape, data.y_test.shape) == (shape[:1], (test,))
    assert data.x_train.dtype == data.x_test.dtype == np.uint8
    assert data.y_train.dtype == data.y_test.dtype == np.int64


@pytest.mark.parametrize("name", FACTS)
def test_the_whole_range_of_grey_is_used(name: str) -> None:
    for images in (load(name).x_train, load(name).x_test):
        assert images.min() == 0
        assert images.max() == 255
        assert images.std() > 40


@pytest.mark.parametrize("name", FACTS)
def test_classes_are_balanced(name: str) -> None:
    data = load(name)
    for labels in (data.y_train, data.y_test):
        counts = np.bincount(labels, minlength=len(data.class_names))
        assert len(counts) == len(data.class_names)
        assert counts.min() > 0.55 * counts.max()


@pytest.mark.parametrize("name", FACTS)
def test_the_first_hundred_images_show_every_class(name: str) -> None:
    data = load(name)
    assert set(data.y_train[:100]) == set(range(len(data.class_names)))


@pytest.mark.parametrize("name", DIGESTS)
def test_the_same_bytes_on_every_machine(name: str) -> None:
    data = load(name)
    digests = [hashlib.sha256(x.tobytes()).hexdigest()[:16] for x in (data.x_train, data.x_test)]
    assert " ".join(digests) == DIGESTS[name]


def test_the_same_bytes_in_a_process_without_vector_instructions() -> None:
    """NumPy's own loops differ by processor; the drawing must not depend on which are taken."""
    code = (
        "import hashlib; from gradewright.datasets import load\n"
        "for name in ('fashion_mnist', 'cifar10'):\n"
        "    print(hashlib.sha256(load(name).x_train.tobytes()).hexdigest()[:16])"
    )
    slow = {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=slow,
    )
    if "baseline" in run.stderr:
        pytest.skip("this NumPy cannot do without these instructions")
    assert run.stdout.split() == [DIGESTS[n].split()[0] for n in ("fashion_mnist", "cifar10")]


@pytest.mark.parametrize("draw", [draw_garments, draw_figures])
def test_another_seed_draws_other_images(draw) -> None:
    images, labels = draw(3, seed=1)
    others, _ = draw(3, seed=2)
    assert images.shape == others.shape
    assert not (images == others).all(axis=tuple(range(1, images.ndim))).any()
    assert sorted(labels) == sorted(list(range(10)) * 3)


@pytest.mark.parametrize("name", ["fashion_mnist", "cifar10"])
def test_no_test_image_is_among_the_training_images(name: str) -> None:
    data = load(name)
    train = {image.tobytes() for image in data.x_train}
    assert len(train) == len(data.x_train)
    assert not train & {image.tobytes() for image in data.x_test}


def test_the_digits_are_scikit_learns() -> None:
    """They are read from scikit-learn's file, because importing the package takes a second."""
    digits = load("digits")
    images, labels = load_digits(return_X_y=True)
    np.testing.assert_array_equal(
        np.concatenate([digits.x_train, digits.x_test]).reshape(-1, 64), images
    )
    assert np.concatenate([digits.y_train, digits.y_test]).tolist() == labels.tolist()
    assert not digits.stand_in
    assert digits.x_train.shape == (1437, 8, 8)
    assert digits.x_train.dtype == np.float64


def test_the_digits_come_from_the_package_where_the_file_lies_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from gradewright.datasets import digits

    whole = digits.small_digits()
    monkeypatch.setattr(digits, "find_spec", lambda _name: None)
    for found, expected in zip(digits.small_digits(), whole, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_the_large_digits_are_the_small_ones_in_mnists_frame() -> None:
    """Strokes of full contrast in the middle of a black frame, where the small digit has ink."""
    large, small = load("mnist").x_train, load("digits").x_train
    frame = np.pad(np.zeros((24, 24), bool), 2, constant_values=True)
    assert (large[:, frame] == 0).mean() > 0.99
    assert np.median((large == 255).mean(axis=(1, 2))) > 0.08
    assert (large == 0).mean() > 0.7
    rows, columns = np.indices((28, 28))
    mass = large.sum(axis=(1, 2), dtype=np.int64)
    for place in (rows, columns):
        centre = (large * place).sum(axis=(1, 2)) / mass
        assert abs(centre - 13.7).max() < 2.6
    ink = [small[i].sum() for i in range(300)]
    assert np.corrcoef(ink, mass[:300])[0, 1] > 0.9


def test_mean_images_tell_garments_apart_but_not_figures() -> None:
    """Figures need composition: their pixels alone say next to nothing about the class."""
    scores = {}
    for name in ("fashion_mnist", "cifar10"):
        data = load(name)
        x = data.x_train.reshape(len(data.x_train), -1)
        means = np.stack([x[data.y_train == label].mean(axis=0) for label in range(10)])
        test = data.x_test.reshape(len(data.x_test), -1).astype(float)
        nearest = np.argmin((means**2).sum(axis=1) - 2 * test @ means.T, axis=1)
        scores[name] = (nearest == data.y_test).mean()
    assert scores["fashion_mnist"] > 0.5
    assert scores["cifar10"] < 0.2
