"""Records of what submissions share: plain texts and numbers, for pages and for tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Whose:
    """A submission: whose it is, and the link to its page ("" for none)."""

    student: str
    student_id: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some lines of a submission: where they stand, and their text."""

    file: str
    cell: int | None
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands in both submissions alike, names, numbers and comments aside."""

    one: Stretch
    other: Stretch


@dataclass(frozen=True, slots=True)
class Pair:
    """Two submissions for one assignment that have more in common than others.

    `score` is the weight of what they share by the mean of what each has of its own, 0 to 1;
    `share_of_one` and `share_of_other` are what of each one's own code stands in the other.
    `is_identical` tells that they are the same but for names, numbers, comments and order.
    """

    assignment: str
    title: str
    one: Whose
    other: Whose
    score: float
    share_of_one: float
    share_of_other: float
    is_identical: bool
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Students whom pairs connect, over assignments."""

    students: tuple[Whose, ...]
    assignments: tuple[str, ...]
    pairs: int


@dataclass(frozen=True, slots=True)
class Compared:
    """How an assignment was compared.

    `works` are the submissions with code of their own, `own` the median of their own statements,
    `typical` the median score of a submission with the one that is most like it, None where there
    is none, and `least` the score from which on a pair is shown.
    """

    title: str
    works: int
    own: int
    typical: float | None
    least: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a class has in common: pairs, those that share most first, and whom they connect."""

    pairs: tuple[Pair, ...]
    clusters: tuple[Cluster, ...]
    compared: tuple[Compared, ...]
