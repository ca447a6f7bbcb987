"""Compare the submissions of each assignment, after what all were given or had to write is out."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from gradewright.likeness import Cluster, Compared, Likeness, Pair, Passage, Whose
from gradewright.similarity.fingerprints import fingerprints
from gradewright.similarity.passages import passages
from gradewright.similarity.statements import Part, Statement, statements_of

# A statement that more than this share of a class has is the task's, not theirs.
_MOST_SHARE, _LEAST_CLASS = 0.5, 6
# What is too short to tell anything, in own statements; the same file tells more than that.
_LEAST_OWN, _LEAST_SAME_FILE = 12, 3
_LEAST_SCORE, _HIGHEST_BOUND = 0.5, 0.9
_SPREADS = 4.0
_MOST_PAIRS, _MOST_SHOWN = 300, 60
_COLUMNS = 4096


@dataclass(frozen=True, slots=True)
class Work:
    """A submission to compare: whose, for what, and its code. `digest` stands for its files."""

    whose: Whose
    assignment: str
    title: str
    parts: tuple[Part, ...]
    digest: str = ""


@dataclass(frozen=True, slots=True)
class _Own:
    """A submission's statements without the given ones, and of these what is its own."""

    work: Work
    written: tuple[Statement, ...]
    own: tuple[Statement, ...]


def compare(works: Iterable[Work], given: Mapping[str, Sequence[Part]]) -> Likeness:
    """Return which submissions are like each other more than others are.

    Args:
        works: submissions for any assignments; those of one student are not compared.
        given: what students were given, by assignment: stubs and other code.
    """
    groups = defaultdict(list)
    for work in works:
        groups[work.assignment].append(work)
    pairs: list[Pair] = []
    compared = []
    for slug, group in sorted(groups.items()):
        found, how = _compare(group, given.get(slug, ()))
        pairs += found
        compared.append(how)
    pairs.sort(key=lambda p: (not p.is_identical, -p.score, p.one.student, p.other.student))
    return Likeness(tuple(pairs), tuple(_clusters(pairs)), tuple(compared))


def _compare(works: Sequence[Work], given: Sequence[Part]) -> tuple[list[Pair], Compared]:
    owns = [own for own in _owns(works, given) if own.written]
    prints = [fingerprints(own.own) for own in owns]
    shared, weights = _shared(prints)
    means = (weights[:, None] + weights[None, :]) / 2
    scores = np.divide(shared, means, out=np.zeros_like(shared), where=means > 0)
    np.fill_diagonal(scores, 0.0)
    long = np.array([len(own.own) >= _LEAST_OWN for own in owns], dtype=bool)
    scores[~long, :] = scores[:, ~long] = 0.0
    nearest = scores[long].max(axis=1) if long.any() else np.zeros(0)
    least = _least(nearest)
    chosen = [(int(a), int(b)) for a, b in np.argwhere(np.triu(scores, 1) >= least)]
    same = set(_identical(owns))
    ranked = sorted(same | set(chosen), key=lambda ab: (ab not in same, -scores[ab], ab))
    pairs: list[Pair] = []
    for a, b in ranked[:_MOST_PAIRS]:
        if _is_one_student(owns[a].work, owns[b].work):
            continue
        is_shown = len(pairs) < _MOST_SHOWN
        both = float(shared[a, b])
        is_same = (a, b) in same
        pairs.append(
            Pair(
                works[0].assignment,
                works[0].title,
                owns[a].work.whose,
                owns[b].work.whose,
                1.0 if is_same else float(scores[a, b]),
                1.0 if is_same else both / float(weights[a]),
                1.0 if is_same else both / float(weights[b]),
                is_same,
                _passages(owns[a], owns[b], is_same=is_same) if is_shown else (),
            )
        )
    typical = float(np.median(nearest)) if len(nearest) else None
    own = int(median(len(each.own) for each in owns)) if owns else 0
    return pairs, Compared(works[0].title, len(owns), own, typical, least)


def _owns(works: Sequence[Work], given: Sequence[Part]) -> Iterator[_Own]:
    """Yield each submission without what was given, and without what most of the class wrote."""
    known = {statement.key for statement in statements_of(given)}
    written = [tuple(s for s in statements_of(work.parts) if s.key not in known) for work in works]
    counts = Counter(key for each in written for key in {s.key for s in each})
    is_class = len(works) >= _LEAST_CLASS
    common = {k for k, n in counts.items() if is_class and n > _MOST_SHARE * len(works)}
    for work, mine in zip(works, written, strict=True):
        yield _Own(work, mine, tuple(s for s in mine if s.key not in common))


def _shared(prints: Sequence[frozenset[int]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weight of what each two share, and of what each has.

    A fingerprint weighs the more the fewer have it, log((n + 1) / how many), so that what many
    came to by themselves counts for little.
    """
    counts = Counter(each for some in prints for each in some)
    size = len(prints)
    weight = {each: math.log((size + 1) / n) for each, n in counts.items()}
    weights = np.array([sum(weight[each] for each in sorted(some)) for some in prints])
    several = {each: at for at, each in enumerate(sorted(k for k, n in counts.items() if n > 1))}
    shared = np.zeros((size, size))
    for start in range(0, len(several), _COLUMNS):
        table = np.zeros((size, min(_COLUMNS, len(several) - start)))
        for row, some in enumerate(prints):
            for each in some:
                column = several.get(each, -1) - start
                if 0 <= column < table.shape[1]:
                    table[row, column] = math.sqrt(weight[each])
        shared += table @ table.T
    return shared, weights


def _least(nearest: NDArray[np.float64]) -> float:
    """Return the score from which on a pair stands out: far above the nearest of most."""
    if len(nearest) < _LEAST_CLASS:
        return _LEAST_SCORE
    middle = float(np.median(nearest))
    spread = 1.4826 * float(np.median(np.abs(nearest - middle)))
    return min(_HIGHEST_BOUND, max(_LEAST_SCORE, middle + _SPREADS * spread))


def _identical(owns: Sequence[_Own]) -> Iterator[tuple[int, int]]:
    """Yield who have the same statements, whatever their order, or the same files."""
    alike: dict[object, list[int]] = defaultdict(list)
    for at, own in enumerate(owns):
        if len(own.written) >= _LEAST_OWN:
            alike[tuple(sorted(s.key for s in own.written))].append(at)
        if own.work.digest and len(own.written) >= _LEAST_SAME_FILE:
            alike[own.work.digest].append(at)
    for group in alike.values():
        # Of a large group each with the next: they are one cluster all the same.
        near = len(group) if len(group) <= 12 else 1
        for i, a in enumerate(group):
            for b in group[i + 1 : i + 1 + near]:
                yield a, b


def _passages(one: _Own, other: _Own, *, is_same: bool) -> tuple[Passage, ...]:
    mine, theirs = (one.written, other.written) if is_same else (one.own, other.own)
    return passages((one.work.parts, mine), (other.work.parts, theirs))


def _is_one_student(one: Work, other: Work) -> bool:
    a, b = one.whose, other.whose
    return (a.student, a.student_id) == (b.student, b.student_id)


def _clusters(pairs: Sequence[Pair]) -> Iterator[Cluster]:
    """Yield the students whom pairs connect, the largest groups first."""
    leader: dict[tuple[str, str], tuple[str, str]] = {}
    shown: dict[tuple[str, str], Whose] = {}

    def find(who: tuple[str, str]) -> tuple[str, str]:
        while leader[who] != who:
            leader[who] = leader[leader[who]]
            who = leader[who]
        return who

    for pair in pairs:
        ids = [(w.student, w.student_id) for w in (pair.one, pair.other)]
        for id_, whose in zip(ids, (pair.one, pair.other), strict=True):
            leader.setdefault(id_, id_)
            shown.setdefault(id_, whose)
        leader[find(ids[0])] = find(ids[1])
    members, inside = defaultdict(list), defaultdict(list)
    for who in sorted(leader):
        members[find(who)].append(shown[who])
    for pair in pairs:
        inside[find((pair.one.student, pair.one.student_id))].append(pair)
    for key in sorted(members, key=lambda k: (-len(members[k]), k)):
        titles = tuple(sorted({pair.title for pair in inside[key]}))
        yield Cluster(tuple(members[key]), titles, len(inside[key]))
