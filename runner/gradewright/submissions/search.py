"""What is looked for, and what the names and contents of files say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from gradewright.course.records import Assignment, Course
from gradewright.submissions.asked import named_in
from gradewright.submissions.choose import fits_exactly
from gradewright.submissions.kinds import CODE, WORK, Kind, by_name
from gradewright.submissions.names import natural, same_word
from gradewright.submissions.people import without_version
from gradewright.submissions.places import Place

BETWEEN = "__"  # between a student's name and the rest of a file's
_MOST_BYTES = 16 * 10**6
_MOST_FILES = 30  # of one folder whose content is looked at
_MOST_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: one assignment, or all that the course has.

    `seen` keeps what was found in files, by place: several questions are asked of each. `beside`
    keeps which folders of a name lie in the folders of a class, with whether each is of one person
    (None where it cannot be listed): the same is asked for every student.
    """

    assignment: Assignment | None
    known: dict[str, Assignment]
    seen: dict[tuple[Path, str], frozenset[str] | None] = field(default_factory=dict)
    beside: dict[tuple[Path, str], list[tuple[Path, bool | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, assignment: Assignment | None, course: Course) -> Search:
        """Return the search for one assignment, or for all of a course."""
        every = (*course.assignments, *((assignment,) if assignment else ()))
        return cls(assignment, {same_word(a.slug): a for a in every})

    @property
    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of all known assignments, in natural order."""
        return tuple(sorted((a.slug for a in self.known.values()), key=natural))

    @property
    def wanted(self) -> tuple[Assignment, ...]:
        """Return the assignments whose submissions are asked for."""
        return (self.assignment,) if self.assignment else tuple(self.known.values())

    def named(self, name: str) -> Assignment | None:
        """Return the assignment that a name is the slug of, marks of a version aside."""
        own = self.known.get(same_word(name))
        return own if own is not None else self.known.get(same_word(without_version(name)))

    def called(self, place: Place) -> Assignment | None:
        """Return the assignment that a file or folder is called like, or as it spells out."""
        if place.is_folder:
            return self.named(place.name)
        named = by_name(place.name)
        if named.kind not in WORK:
            return None
        if self.assignment is not None and fits_exactly(place.name, self.assignment):
            return self.assignment
        return self.named(named.stem)

    def preferred_kinds(self, slug: str) -> tuple[Kind, ...]:
        """Return notebook and script in the order in which an assignment's patterns ask for."""
        patterns = self.known[same_word(slug)].files
        asked = [kind for p in patterns if (kind := by_name("x" + p).kind) in CODE]
        return tuple(dict.fromkeys((*asked, *CODE)))

    def names_in(self, file: Place) -> frozenset[str] | None:
        """Return the names of the functions that a file defines, None where it is empty."""
        key = file.root, file.inner
        if key not in self.seen:
            content = file.content(_MOST_BYTES)
            self.seen[key] = named_in(content) if content.strip() else None
        return self.seen[key]

    def defines_any(self, place: Place, assignment: Assignment) -> bool:
        """Tell whether a file or folder defines one of the functions asked for."""
        names = (self.names_in(file) or frozenset() for file in code_files(place))
        return any(not defined.isdisjoint(assignment.functions) for defined in names)

    def by_content(self, place: Place) -> Assignment | None:
        """Return the assignment most of whose functions are defined in a file or folder."""
        defined = frozenset[str]().union(*(self.names_in(f) or () for f in code_files(place)))
        shares = [
            (len(defined.intersection(a.functions)) / len(a.functions), a)
            for a in self.wanted
            if a.functions
        ]
        best = max((share for share, _ in shares), default=0.0)
        fitting = [a for share, a in shares if share == best]
        return fitting[0] if 2 * best >= 1 and len(fitting) == 1 else None


def code_files(place: Place) -> Iterator[Place]:
    """Yield the first notebooks and scripts that a place is or holds, archives on disk opened."""
    yield from islice(_code_files(place, _MOST_DEPTH), _MOST_FILES)


def _code_files(place: Place, depth: int) -> Iterator[Place]:
    inside = place if place.is_folder else place.unpacked()
    if inside is None:
        if place.kind == "file" and by_name(place.name).kind in CODE:
            yield place
        return
    entries = inside.listed() if depth else ()
    for entry in sorted(entries, key=lambda e: e.is_folder):
        yield from _code_files(entry, depth - 1)


def holds(place: Place, kinds: tuple[Kind, ...] = WORK, depth: int = _MOST_DEPTH) -> bool:
    """Tell whether a place is, or has below it, a file of one of some kinds."""
    if not place.is_folder:
        return place.kind == "file" and by_name(place.name).kind in kinds
    entries = place.listed()
    if any(holds(entry, kinds) for entry in entries if not entry.is_folder):
        return True
    return depth > 0 and any(holds(e, kinds, depth - 1) for e in entries if e.is_folder)
