"""The one description that every grader's form of the exercise is made from.

Five NumPy functions, two checks each. `course`, `nbgrader` and `otter` turn it into what
gradewright, nbgrader and Otter read, so that all three check the same ten things.
"""

from __future__ import annotations

from dataclasses import dataclass

SLUG = "numpy_basics"
TITLE = "Five NumPy functions"
RTOL = 1e-6


@dataclass(frozen=True, slots=True)
class Check:
    """One of the ten: lines that make the arguments, the arguments, and what must come out."""

    title: str
    setup: tuple[str, ...]
    arguments: str
    expected: str


@dataclass(frozen=True, slots=True)
class Function:
    """One of the five: what students get, the right body, and a body that fails both checks."""

    name: str
    title: str
    signature: str
    doc: str
    body: tuple[str, ...]
    wrong: tuple[str, ...]
    checks: tuple[Check, Check]

    @property
    def head(self) -> tuple[str, ...]:
        """Return the lines before the body."""
        return (f"def {self.name}{self.signature}:", f'    """{self.doc}"""')

    def source(self, body: tuple[str, ...]) -> str:
        """Return the function with a body."""
        return "\n".join([*self.head, *(f"    {line}" for line in body)]) + "\n"


_MATRIX = "X = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 13.0]])"
_SCORES = "Z = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 4.0]])"
_SHARES = "P = np.array([[0.2, 0.8], [0.5, 0.5], [0.9, 0.1]])"
_RANDOM = "rng = np.random.default_rng(7)"

FUNCTIONS = (
    Function(
        name="standardize",
        title="Standardize",
        signature="(X)",
        doc="Return X with mean 0 and standard deviation 1 in every column.",
        body=("return (X - X.mean(axis=0)) / X.std(axis=0)",),
        wrong=("return (X - X.mean()) / X.std()",),
        checks=(
            Check("Three rows", (_MATRIX,), "X", "(X - X.mean(axis=0)) / X.std(axis=0)"),
            Check(
                "Forty rows",
                (_RANDOM, "X = rng.normal(3.0, 2.0, (40, 5))"),
                "X",
                "(X - X.mean(axis=0)) / X.std(axis=0)",
            ),
        ),
    ),
    Function(
        name="softmax",
        title="Softmax",
        signature="(Z)",
        doc="Return the exponentials of Z, divided by their sum in every row.",
        body=(
            "shifted = np.exp(Z - Z.max(axis=1, keepdims=True))",
            "return shifted / shifted.sum(axis=1, keepdims=True)",
        ),
        wrong=("return np.exp(Z) / np.exp(Z).sum()",),
        checks=(
            Check("Two rows", (_SCORES,), "Z", "np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)"),
            Check(
                "Thirty rows",
                (_RANDOM, "Z = rng.normal(size=(30, 4))"),
                "Z",
                "np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)",
            ),
        ),
    ),
    Function(
        name="cross_entropy",
        title="Cross-entropy",
        signature="(P, y)",
        doc="Return the mean of -log(P[i, y[i]]) over the rows i.",
        body=("return float(-np.log(P[np.arange(len(y)), y]).mean())",),
        wrong=("return float(-np.log(P[np.arange(len(y)), y]).sum())",),
        checks=(
            Check(
                "Three rows",
                (_SHARES, "y = np.array([1, 0, 0])"),
                "P, y",
                "-(np.log(0.8) + np.log(0.5) + np.log(0.9)) / 3",
            ),
            Check(
                "Twenty rows",
                (
                    _RANDOM,
                    "P = rng.dirichlet(np.ones(3), size=20)",
                    "y = rng.integers(0, 3, size=20)",
                ),
                "P, y",
                "-np.log(P[np.arange(20), y]).mean()",
            ),
        ),
    ),
    Function(
        name="one_hot",
        title="One-hot labels",
        signature="(y, classes)",
        doc="Return a row for every label in y: 1 in the column of the label, else 0.",
        body=("return np.eye(classes)[y]",),
        wrong=("return np.eye(classes)[y].T",),
        checks=(
            Check("Three labels", ("y = np.array([2, 0, 1, 2])",), "y, 3", "np.eye(3)[y]"),
            Check(
                "Six labels",
                (_RANDOM, "y = rng.integers(0, 6, size=25)"),
                "y, 6",
                "np.eye(6)[y]",
            ),
        ),
    ),
    Function(
        name="gradient_step",
        title="Gradient descent step",
        signature="(w, dw, learning_rate)",
        doc="Return w after one step of gradient descent.",
        body=("return w - learning_rate * dw",),
        wrong=("return w + learning_rate * dw",),
        checks=(
            Check(
                "Two weights",
                ("w, dw = np.array([1.0, -2.0]), np.array([0.5, 0.25])",),
                "w, dw, 0.1",
                "np.array([0.95, -2.025])",
            ),
            Check(
                "A matrix of weights",
                (_RANDOM, "w, dw = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))"),
                "w, dw, 0.03",
                "w - 0.03 * dw",
            ),
        ),
    ),
)
POINTS = sum(len(function.checks) for function in FUNCTIONS)
