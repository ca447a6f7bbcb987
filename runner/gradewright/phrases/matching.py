"""Which phrase of the catalogue a text was made of, and what its placeholders were filled with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter

from gradewright.phrases import catalogue, current_language

# A phrase that is little but placeholders would be found in anything.
_LEAST_LITERAL = 8
_LONGEST = 2_000
_MOST_PHRASES = 4
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase, and the text of each of its placeholders, in order."""

    key: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Template:
    """The literal parts of a phrase, with the names of the placeholders between them."""

    key: str
    literals: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def weight(self) -> int:
        """Return how many characters of a text it fixes."""
        return sum(map(len, self.literals))

    def match(self, text: str, *, whole: bool) -> tuple[tuple[str, ...], int] | None:
        """Return what stands for the placeholders and where the phrase ends, if the text fits.

        Each literal is taken where it comes first, which finds a fit wherever there is one, and
        takes time in proportion to the text, whatever a submission wrote into it.
        """
        first, *others = self.literals
        if not text.startswith(first):
            return None
        at, values = len(first), []
        for i, literal in enumerate(others):
            is_last = i == len(others) - 1
            if is_last and whole:
                found = len(text) - len(literal) if text.endswith(literal) else -1
            elif literal:
                found = text.find(literal, at)
            else:
                found = len(text)
            if found < at:
                return None
            values.append(text[at:found])
            at = found + len(literal)
        return None if whole and at != len(text) else (tuple(values), at)


def phrases_in(text: str, tables: tuple[str, ...]) -> tuple[Said | str, ...]:
    """Return the phrases that a text consists of, each after the other.

    What no phrase of these tables of the catalogue fits stands as it is, at the end.
    """
    return _phrases_in(text[:_LONGEST], tables, current_language())


@lru_cache(maxsize=_MOST_KEPT)
def _phrases_in(text: str, tables: tuple[str, ...], language: str) -> tuple[Said | str, ...]:
    found: list[Said | str] = []
    left = text.strip()
    while left and len(found) < _MOST_PHRASES:
        said = _best(left, tables, language)
        if said is None:
            break
        phrase, end = said
        found.append(phrase)
        left = left[end:].strip()
    return (*found, left) if left else tuple(found)


def _best(text: str, tables: tuple[str, ...], language: str) -> tuple[Said, int] | None:
    """Return the phrase that says most of a text: of all of it, else of its beginning."""
    for whole in (True, False):
        for template in _templates(tables, language):
            matched = template.match(text, whole=whole)
            if matched is not None:
                values, end = matched
                return Said(template.key, tuple(zip(template.names, values, strict=True))), end
    return None


@cache
def _templates(tables: tuple[str, ...], language: str) -> tuple[_Template, ...]:
    """Return the phrases of some tables, those that fix most of a text first."""
    made = (
        _template(key, phrase)
        for key, phrase in catalogue(language).items()
        if key.partition(".")[0] in tables
    )
    telling = [t for t in made if t.weight >= _LEAST_LITERAL]
    return tuple(sorted(telling, key=lambda t: (-t.weight, t.key)))


def _template(key: str, phrase: str) -> _Template:
    literals, names = [""], list[str]()
    for literal, name in _parts(phrase):
        literals[-1] += literal
        if name is not None:
            names.append(name)
            literals.append("")
    return _Template(key, tuple(literals), tuple(names))


def _parts(phrase: str) -> Iterator[tuple[str, str | None]]:
    for literal, name, _, _ in Formatter().parse(phrase):
        yield literal, name
