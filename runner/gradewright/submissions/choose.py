"""Choose which file of a submission is graded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from gradewright.course.records import Assignment
from gradewright.phrases import say
from gradewright.submissions.kinds import Named, by_name
from gradewright.submissions.names import natural, same_word, shown
from gradewright.submissions.people import lateness, version, without_version
from gradewright.submissions.tree import left_aside

_MOST_READ = 12  # candidates whose content is looked at: nobody has more that count


@dataclass(frozen=True, slots=True)
class Choice:
    """The path that is graded, what is to be said about the choice, and what else was there.

    `rivals` are the paths that a student could have meant; the notes name them.
    """

    main: str
    notes: tuple[str, ...]
    rivals: tuple[str, ...] = ()

    def notes_without(self, helpers: Iterable[str]) -> tuple[str, ...]:
        """Return the notes where `helpers` turned out to be read along with the graded file."""
        named = left_aside("other_candidates", self.rivals)
        used = set(helpers)
        rest = left_aside("other_candidates", [r for r in self.rivals if r not in used])
        return tuple(new for old in self.notes for new in (rest if (old,) == named else (old,)))


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: str
    folders: int
    named: Named
    pattern: int
    exact: bool

    @property
    def is_checkpoint(self) -> bool:
        return self.named.stem.casefold().endswith("-checkpoint")


class Contents(Protocol):
    """What is known of the content of a submission's files."""

    def filled(self, path: str) -> int:
        """Return how many of the functions asked for a file fills in."""

    def used(self, path: str) -> frozenset[str]:
        """Return the files that a file takes code from."""


def choose(
    paths: Iterable[str], assignment: Assignment, contents: Contents | None = None
) -> Choice | None:
    """Return the notebook or script that is graded, None where there is none.

    Content decides first: the file that fills in most of the functions asked for. What its name
    calls a draft comes last; of files called like the assignment, what its name calls final or a
    later version comes first. Then the assignment's patterns decide, in their order. Among
    files that fit the same pattern come first those that also fit an exact name, then those called
    like the assignment, then those nearer to the top, what its name calls final or a later version,
    then natural order. A file that fits no pattern is taken when no other does: a work under an odd
    name is still the student's work.

    Args:
        paths: the submission's files.
        assignment: what they were handed in for.
        contents: what is known of their content; asked only where there are several to choose from.
    """
    candidates = [c for path in paths if (c := _candidate(path, assignment.files)) is not None]
    if not candidates:
        return None
    candidates.sort(key=lambda c: _rank(c, assignment))
    first = best = candidates[0]
    counts: dict[str, int] = {}
    used: frozenset[str] = frozenset()
    if contents is not None and len(candidates) > 1:
        counts = {c.path: contents.filled(c.path) for c in candidates[:_MOST_READ]}
        # A checkpoint is an older copy, however much it holds.
        most = [c for c in candidates[:_MOST_READ] if not c.is_checkpoint or first.is_checkpoint]
        best = max(most, key=lambda c: counts[c.path])
        used = contents.used(best.path)
    others = [c for c in candidates if c is not best and c.path not in used]
    rivals = [c for c in others if _is_rival(c, best, assignment, counts.get(c.path, 0))]
    notes = [_fuller(best, first, counts, assignment)] if first in rivals and counts else []
    notes += left_aside("other_candidates", [c.path for c in rivals])
    notes += [_note("odd_name", best, assignment)] * (best.pattern == len(assignment.files))
    notes += [_note("doubled_ending", best, assignment)] * best.named.doubled
    return Choice(best.path, tuple(notes), tuple(c.path for c in rivals))


def _fuller(best: _Candidate, other: _Candidate, counts: dict[str, int], of: Assignment) -> str:
    """Return the note that says why a file was graded before one that names ask for."""
    return say(
        "submissions.fuller",
        file=shown(best.path),
        other=shown(other.path),
        count=counts[best.path],
        fewer=counts[other.path],
        total=len(of.functions),
    )


def fits_exactly(name: str, assignment: Assignment) -> bool:
    """Tell whether a file name is one that the assignment spells out, without wildcards."""
    plain = by_name(name).plain.casefold()
    return any(plain == pattern.casefold() for pattern in assignment.files if _is_exact(pattern))


def _candidate(path: str, patterns: tuple[str, ...]) -> _Candidate | None:
    folders, _, name = path.rpartition("/")
    named = by_name(name)
    if named.kind not in ("notebook", "script"):
        return None
    plain = f"{folders}/{named.plain}" if folders else named.plain
    fitting = [at for at, pattern in enumerate(patterns) if _fits(plain, pattern)]
    return _Candidate(
        path=path,
        folders=path.count("/"),
        named=named,
        pattern=fitting[0] if fitting else len(patterns),
        exact=any(_is_exact(patterns[at]) for at in fitting),
    )


def _fits(path: str, pattern: str) -> bool:
    """Tell whether a path, or its last part where the pattern has no folder, fits."""
    tested = path if "/" in pattern else path.rpartition("/")[2]
    return fnmatchcase(tested.casefold(), pattern.casefold())


def _is_exact(pattern: str) -> bool:
    return not any(wild in pattern for wild in "*?[")


def _rank(candidate: _Candidate, assignment: Assignment) -> tuple[object, ...]:
    return (
        candidate.is_checkpoint,
        lateness(candidate.path) < 0,
        _earlier_than(candidate, assignment),
        candidate.pattern,
        not candidate.exact,
        same_word(candidate.named.stem) != same_word(assignment.slug),
        candidate.folders,
        candidate.named.kind != "notebook",
        candidate.named.doubled,
        natural(candidate.path.rpartition("/")[0]),
        -lateness(candidate.named.stem),
        -version(candidate.named.stem),
        # Without the ending, for `nb.ipynb` to come before `nb-Copy1.ipynb`.
        natural(candidate.named.stem),
        candidate.path,
    )


def _earlier_than(candidate: _Candidate, assignment: Assignment) -> tuple[int, int]:
    """Return a key that puts `slug_final` and `slug_v2` before the file called like the slug."""
    stem = candidate.named.stem
    if same_word(without_version(stem)) != same_word(assignment.slug):
        return 0, 0
    return -max(lateness(stem), 0), -version(stem)


def _is_rival(other: _Candidate, best: _Candidate, assignment: Assignment, filled: int) -> bool:
    """Tell whether a student could have meant the other file to be graded.

    Other scripts are modules that the graded file may import; they are named only where they fill
    in what is asked, or are called like the graded file or like a name that the assignment spells
    out.
    """
    if other.is_checkpoint:
        return False
    if other.named.kind == "notebook" or filled:
        return True
    stem = same_word(other.named.stem)
    return other.exact or stem in (same_word(best.named.stem), same_word(assignment.slug))


def _note(key: str, candidate: _Candidate, assignment: Assignment) -> str:
    accepted = ", ".join(assignment.files)
    name = shown(candidate.named.plain)
    return say(f"submissions.{key}", file=shown(candidate.path), name=name, accepted=accepted)
