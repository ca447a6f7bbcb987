"""How well feedback tells the cause: what people who read it say, kept beside the wrong variants.

`graders/<slug>/variants/ratings.toml` has a rating for each wrong variant, and the words that were
rated. Where a grader's words have changed since, the rating is stale.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from gradewright.authoring.feedback import Feedback, Message
from gradewright.course.records import Assignment
from gradewright.course.table import Table, load_toml

# named: the cause is told right. located: the place or the value is, and no cause. none: nothing
# is told that helps. misleading: a cause is told that is another one.
Rating = Literal["named", "located", "none", "misleading"]
RATINGS: tuple[Rating, ...] = get_args(Rating)

# Fresh inputs change the numbers in a message.
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating of a variant.

    Attributes:
        rating: what was found by reading.
        said: the words that were rated, without their numbers: what the page says to fix first,
            and the most telling message where that is another one.
        mistakes: the numbers of the classic mistakes that the variant makes.
    """

    rating: Rating
    said: tuple[str, ...]
    mistakes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratings:
    """All ratings of an assignment, by the variants' names; `mistakes` are the classic ones."""

    rated: Mapping[str, Rated]
    mistakes: Mapping[int, str]

    @property
    def counts(self) -> Mapping[Rating, int]:
        """Return how many variants have each rating."""
        found = Counter(each.rating for each in self.rated.values())
        return {rating: found[rating] for rating in RATINGS}

    def share(self, rating: Rating) -> float:
        """Return the share of the rated variants that have a rating, 0 where none is rated."""
        return self.counts[rating] / len(self.rated) if self.rated else 0.0

    def of_mistake(self, number: int) -> dict[str, Rating]:
        """Return the ratings of the variants that make a classic mistake."""
        return {n: r.rating for n, r in self.rated.items() if number in r.mistakes}


@dataclass(frozen=True, slots=True)
class Compared:
    """What today's messages are to the ratings: variants by name, with the words of today."""

    stale: Mapping[str, tuple[str, ...]]
    unrated: Mapping[str, tuple[str, ...]]
    gone: tuple[str, ...]


def read_ratings(assignment: Assignment) -> Ratings:
    """Return the ratings of an assignment, none where it has no such file.

    Raises:
        CourseError: the file cannot be used.
    """
    file = assignment.graders / "variants" / "ratings.toml"
    if not file.is_file():
        return Ratings({}, {})
    top = load_toml(file)
    mistakes = {int(number): text for number, text in _texts(top).items()}
    tables = top.values.get("wrong", {})
    rated = {name: _rated(Table(file, f"wrong.{name}.", tables[name]), mistakes) for name in tables}
    return Ratings(rated, mistakes)


def compare(ratings: Ratings, found: Mapping[str, Feedback], known: set[str]) -> Compared:
    """Compare ratings with messages.

    Args:
        ratings: those of an assignment.
        found: what students of the graded variants read, by the variants' names.
        known: the names of all wrong variants.

    A variant's rating holds as long as its most telling message is one that was rated.
    """
    said = {name: words_of(feedback) for name, feedback in found.items()}
    rated = ratings.rated
    return Compared(
        stale={n: s for n, s in said.items() if n in rated and not _holds(rated[n], s)},
        unrated={n: s for n, s in said.items() if n not in rated},
        gone=tuple(name for name in rated if name not in known),
    )


def _holds(rated: Rated, said: tuple[str, ...]) -> bool:
    return said[-1] in rated.said if said else not rated.said


def words_of(feedback: Feedback) -> tuple[str, ...]:
    """Return what is rated of a student's feedback, the most telling message last."""
    messages = dict.fromkeys(m for m in (feedback.first, feedback.best) if m is not None)
    return tuple(_words(message) for message in messages)


def _words(message: Message) -> str:
    cause = f" → {message.cause}" if message.cause else ""
    text = " ".join(f"{message.problem}{cause}".split())
    return f"{message.question}: {_NUMBER.sub('#', text)}"


def _texts(top: Table) -> dict[str, str]:
    texts = top.values.get("mistakes", {})
    for number, text in texts.items():
        if not number.isdigit() or not isinstance(text, str):
            raise top.wrong(f"mistakes.{number}", text, "a text for the number of a mistake")
    return dict(texts)


def _rated(table: Table, mistakes: Mapping[int, str]) -> Rated:
    rating = table.choice("rating", RATINGS, "")
    said = table.values.get("said", [])
    if not isinstance(said, list) or not all(isinstance(words, str) for words in said):
        raise table.wrong("said", said, "a list of texts")
    numbers = table.values.get("mistakes", [])
    if not isinstance(numbers, list) or not set(numbers) <= set(mistakes):
        raise table.wrong("mistakes", numbers, "numbers of the table mistakes")
    return Rated(rating, tuple(said), tuple(numbers))
