"""A made-up class that was measured and whose work was drawn: every kind of picture."""

from __future__ import annotations

import base64
import dataclasses
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest

from gradewright.results import (
    Device,
    Environment,
    ImageGrid,
    Images,
    Isolation,
    Matrix,
    Measurement,
    Picture,
    Plot,
    QuestionResult,
    RunInfo,
    Series,
    SubmissionResult,
    TestResult,
)

QUESTIONS = {
    "boundary": ("Support vector machine", ["Separates two clouds"]),
    "training": ("Training", ["Reaches the accuracy", "Keeps the step time", "Learns a batch"]),
    "ladder": ("The ladder of networks", ["Builds five rungs"]),
    "autoencoder": ("Variational autoencoder", ["Reconstructs", "Generates on fresh noise"]),
}
STUDENTS = [f"student.{letter}" for letter in "abcdefghijkl"]
RUNGS = ("2 conv", "4 conv", "6 conv", "+ dropout", "+ batch norm and L2")


def test_id(question: str, number: int) -> str:
    return f"graders/test_{question}.py::test_{number}"


test_id.__test__ = False  # type: ignore[attr-defined]


def png(pixels: np.ndarray) -> str:
    """Return (h, w) bytes as a grey PNG in base64."""
    height, width = pixels.shape
    raw = b"".join(b"\0" + row.tobytes() for row in pixels.astype(np.uint8))

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(raw, 9)), chunk(b"IEND", b"")]
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(parts)).decode()


def digits(count: int, columns: int, seed: int, blur: float = 0.0) -> np.ndarray:
    """Return a sheet of made-up 28 by 28 images: discs, bars and crosses with noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[-1:1:28j, -1:1:28j]
    kinds = [
        lambda: np.abs(np.hypot(x, y) - 0.55) < 0.16,
        lambda: np.abs(x) < 0.16,
        lambda: (np.abs(x - y) < 0.2) | (np.abs(x + y) < 0.2),
        lambda: (np.abs(y) < 0.14) | (np.abs(x - 0.3) < 0.14),
    ]
    frame = (np.abs(x) < 0.8) & (np.abs(y) < 0.8)
    rows = -(-count // columns)
    sheet = np.zeros((rows * 28, columns * 28))
    for i in range(count):
        image = 255.0 * (kinds[i % 4]() & frame) * rng.uniform(0.7, 1)
        if blur:
            image = (1 - blur) * image + blur * rng.uniform(0, 160, image.shape)
        row, column = divmod(i, columns)
        sheet[28 * row : 28 * row + 28, 28 * column : 28 * column + 28] = image
    return np.clip(sheet, 0, 255)


def floats(values) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)


def interpolated(value, places, shares) -> float:
    return round(float(np.interp(value, places, shares)), 4)


def boundary(seed: int) -> Picture:
    rng = np.random.default_rng(seed)
    clouds = [rng.normal(center, 0.9, (60, 2)) for center in (-1.2, 1.2)]
    xs = np.linspace(-3.6, 3.6, 60)

    def margin(name, whose, look, tilt, shift):
        return Series(name, whose, look, floats(xs), floats(-tilt * xs + shift))

    near = np.concatenate([c[np.abs(c.sum(axis=1)) < 1.4] for c in clouds])
    series = (
        *(
            Series(name, "data", "points", floats(c[:, 0]), floats(c[:, 1]))
            for name, c in zip(("class 0", "class 1"), clouds, strict=True)
        ),
        margin("your boundary", "student", "line", 1.2, 0.1),
        margin("your margins", "student", "dashes", 1.2, 1.5),
        margin("your margins", "student", "dashes", 1.2, -1.3),
        Series("your support vectors", "student", "rings", floats(near[:, 0]), floats(near[:, 1])),
        margin("reference", "reference", "line", 1.0, 0.0),
    )
    return Picture(
        test_id("boundary", 0),
        "boundary",
        "Decision boundary and margins",
        "Support vectors are the points on or inside the margins: `alpha` is above zero there.",
        "visible",
        plot=Plot("x₁", "x₂", series, equal=True),
    )


def curves(quality: float) -> list[Picture]:
    epochs = np.arange(1, 11)
    batches = np.arange(0, 2000, 10)
    rng = np.random.default_rng(5)

    def accuracy(top, speed):
        return floats(top - (top - 0.1) * np.exp(-epochs * speed))

    loss = 2.3 * np.exp(-batches / 400 * quality) + 0.08 * rng.random(batches.size) + 0.1
    course = 2.3 * np.exp(-batches / 380) + 0.07 * rng.random(batches.size) + 0.1
    gaps = tuple(None if 60 < i < 75 else value for i, value in enumerate(floats(loss)))
    accuracies = (
        Series("yours, training", "student", "line", floats(epochs), accuracy(0.97 * quality, 0.7)),
        Series("yours, test", "student", "line", floats(epochs), accuracy(0.93 * quality, 0.6)),
        Series("reference, training", "reference", "line", floats(epochs), accuracy(0.985, 0.8)),
        Series("reference, test", "reference", "line", floats(epochs), accuracy(0.968, 0.8)),
        Series("printed in the course", "printed", "points", (10.0,), (0.968,)),
    )
    losses = (
        Series("yours", "student", "line", floats(batches), gaps),
        Series("reference", "reference", "line", floats(batches), floats(course)),
    )
    test = test_id("training", 0)
    return [
        Picture(
            test, "training", "Loss by batch", "", "visible", plot=Plot("batch", "loss", losses)
        ),
        Picture(
            test,
            "training",
            "Accuracy by epoch",
            "The printed figure is that of the course after ten epochs.",
            "visible",
            plot=Plot("epoch", "accuracy", accuracies),
        ),
    ]


def confusion() -> Picture:
    counts = np.diag([97, 112, 88, 61, 93, 70, 91, 99, 81, 94])
    counts[3, 5], counts[3, 8], counts[5, 3], counts[4, 9], counts[8, 3], counts[7, 9] = (
        *(31, 8, 14, 5, 6, 2),
    )
    plain = tuple(tuple(map(int, row)) for row in counts)
    return Picture(
        test_id("training", 0),
        "training",
        "Which digit is taken for which",
        "Your answers for 1,000 test images.",
        "visible",
        matrix=Matrix("digit", "your answer", tuple("0123456789"), plain),
    )


def ladder(factor: float) -> list[Picture]:
    places = floats(range(5))
    accuracy = np.array([0.712, 0.744, 0.745, 0.750, 0.782])
    times = np.array([21.0, 34.0, 52.0, 55.0, 69.0])
    sizes = np.array([1_060_138, 591_274, 550_570, 550_570, 552_362])
    yours = (*floats(accuracy[:4] * 0.99 / factor**0.1), None)

    def rungs(title, y, student, reference, printed, caption=""):
        series = (
            Series("yours", "student", "points", places, student),
            Series("reference", "reference", "points", places, reference),
            *((Series("printed in the course", "printed", "points", *printed),) if printed else ()),
        )
        plot = Plot("", y, series, x_names=RUNGS)
        test = test_id("ladder", 0)
        return Picture(test, "ladder", title, caption, "visible", plot=plot)

    return [
        rungs("Parameters of each rung", "parameters", floats(sizes), floats(sizes), ()),
        rungs("Step time of each rung", "milliseconds", floats(times * factor), floats(times), ()),
        rungs(
            "Accuracy of each rung",
            "test accuracy",
            yours,
            floats(accuracy - 0.01),
            (places[1:], floats(accuracy[1:])),
            "Your fifth rung did not train. The course prints figures for rungs 2 to 5.",
        ),
    ]


def codes(count: int) -> Picture:
    rng = np.random.default_rng(8)
    series = []
    for digit in range(10):
        middle = 2.2 * np.array([np.cos(0.63 * digit), np.sin(0.63 * digit)])
        cloud = rng.normal(middle, 0.55, (count // 10, 2))
        series.append(
            Series(
                str(digit),
                "student",
                "points",
                floats(cloud[:, 0]),
                floats(cloud[:, 1]),
                str(digit),
            )
        )
    return Picture(
        test_id("autoencoder", 0),
        "autoencoder",
        "Latent codes of 2,000 images",
        "",
        "visible",
        plot=Plot("z₁", "z₂", tuple(series), equal=True),
    )


def images() -> list[Picture]:
    pairs = Images(
        tuple(
            ImageGrid(name, png(digits(10, 10, 3, blur)), 10, 10, (28, 28))
            for name, blur in (("input", 0.0), ("your reconstruction", 0.35))
        )
    )
    made = Images(
        tuple(
            ImageGrid(name, png(digits(40, 8, seed, blur)), 40, 8, (28, 28))
            for name, seed, blur in (("yours", 4, 0.4), ("reference", 5, 0.2))
        )
    )
    wrong = Images(
        (
            ImageGrid(
                "",
                png(digits(15, 10, 6)),
                15,
                10,
                (28, 28),
                tuple(f"{i % 10} → {(i + 3) % 10}" for i in range(15)),
            ),
        )
    )
    test = test_id("autoencoder", 0)

    def picture(title, caption, part):
        return Picture(test, "autoencoder", title, caption, "visible", images=part)

    return [
        picture("Input and reconstruction", "", pairs),
        picture("Generated images", "From 40 draws of the standard normal.", made),
        picture("Where your network errs", "Digit, and what it was taken for.", wrong),
    ]


def measurements(factor: float, quality: float) -> tuple[Measurement, ...]:
    common = {"question": "training", "device": "cpu (2 cores)", "data": "MNIST (real)"}
    factor = round(factor, 4)
    time = round(10.2 * factor, 4)
    return (
        Measurement(
            test=test_id("training", 0),
            title="Accuracy on 2,000 test images",
            kind="accuracy",
            value=round(0.93 * quality, 4),
            unit="",
            reference=0.945,
            ratio=round(0.93 * quality / 0.945, 4),
            spread=None,
            scaled="value",
            scale=((0.8, 0.0), (0.9, 0.8), (0.93, 1.0)),
            earned=interpolated(0.93 * quality, [0.8, 0.9, 0.93], [0.0, 0.8, 1.0]),
            repeats=1,
            budget="cpu/mnist: 300 steps of 128",
            **common,
        ),
        Measurement(
            test=test_id("training", 1),
            title="Step time of your network",
            kind="step_time",
            value=time,
            unit="ms",
            reference=10.2,
            ratio=factor,
            spread=round(0.9 * factor, 4),
            scaled="ratio",
            scale=((2.0, 1.0), (8.0, 0.0)),
            earned=interpolated(factor, [2.0, 8.0], [1.0, 0.0]),
            repeats=7,
            budget="",
            flag="noisy" if 1.8 < factor < 3 else "",
            **common,
        ),
    )


def drawn_submission(student: str) -> SubmissionResult:
    """Return a submission of the class: the first of them is right, the last is slow."""
    place = STUDENTS.index(student)
    factor, quality = 1.05 * 1.28**place, 1.0 - 0.012 * place
    measured = measurements(factor, quality)
    earned = {m.test: m.earned for m in measured}
    questions = tuple(
        _question(name, title, titles, earned) for name, (title, titles) in QUESTIONS.items()
    )
    return SubmissionResult(
        student=student,
        assignment="deep_networks",
        files=("work.ipynb",),
        digest="sha256:" + "3f" * 32,
        status="graded",
        message=None,
        isolation=Isolation("namespaces", ("own_processes", "no_network")),
        score=sum(question.score for question in questions),
        max_score=sum(question.max_score for question in questions),
        seconds=48.2,
        questions=questions,
        measurements=measured,
        pictures=(
            boundary(place),
            *curves(quality),
            confusion(),
            *ladder(factor),
            *images(),
            codes(2000),
        ),
        data=("MNIST (real)",),
    )


def _question(name, title, titles, earned):
    tests = tuple(_test(name, i, words, earned) for i, words in enumerate(titles))
    score, worth = (sum(getattr(t, key) for t in tests) for key in ("score", "max_score"))
    return QuestionResult(name, title, score, worth, tests, (name,))


def _test(question, number, title, earned):
    id_ = test_id(question, number)
    share = round(earned.get(id_, 1.0), 4)
    message = "" if share == 1 else "The measured value earns only a part of the points."
    return TestResult(
        id=id_,
        title=title,
        score=share,
        max_score=1.0,
        visibility="hidden" if "fresh" in title else "visible",
        message=message,
        seconds=1.5,
        status="passed" if share == 1 else "failed",
    )


@pytest.fixture
def drawn() -> Callable[[str], SubmissionResult]:
    """Return the maker of a submission that was measured and drawn."""
    return drawn_submission


@pytest.fixture
def drawn_class() -> tuple[SubmissionResult, ...]:
    return tuple(drawn_submission(student) for student in STUDENTS)


@pytest.fixture
def drawn_run() -> RunInfo:
    packages = {"gradewright": "0.1.0", "numpy": "2.4.6", "tensorflow": "2.21.0"}
    environment = Environment("3.11.4", packages, Device("cpu", "AMD EPYC 9654"))
    return RunInfo("Neural networks", "2025-03-12T14:05:31Z", 42, environment)


@pytest.fixture
def small() -> SubmissionResult:
    """Return a submission with one picture of each kind and one measurement, all of them tiny."""
    dot = (
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgaGjAjoaWBEkSAAB4GyABSWpXFwAA"
        "AABJRU5ErkJggg=="
    )
    whole = drawn_submission("student.h")
    test = test_id("training", 0)
    line = Series("yours", "student", "line", (0.0, 1.0, 2.0), (2.0, None, 0.5))
    parts = (
        {"plot": Plot("epoch", "loss", (line,))},
        {"matrix": Matrix("digit", "answer", ("0", "1"), ((3, 1), (0, 4)))},
        {"images": Images((ImageGrid("yours", dot, 2, 2, (8, 4), ("a", "b")),))},
    )
    pictures = tuple(
        Picture(test, "training", f"Picture {i}", "A caption.", "visible", **part)
        for i, part in enumerate(parts)
    )
    return dataclasses.replace(
        whole, questions=whole.questions[1:2], pictures=pictures, measurements=whole.measurements
    )
