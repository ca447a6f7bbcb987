"""Weigh whether a folder is one student's, a class, or a folder of classes.

Names say who somebody may be, contents what is work. A reading that could bring the work of
several people together is not taken where another is as likely: the reading is then in doubt, and
names both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Literal

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.asked import borrowed, filled, named_in
from gradewright.submissions.cells import read_cells
from gradewright.submissions.kinds import CODE, WORK, by_name
from gradewright.submissions.lms import Mark, marks_in
from gradewright.submissions.names import listed, same_word, shown
from gradewright.submissions.people import is_generic, is_material, normal, without_version
from gradewright.submissions.places import Place
from gradewright.submissions.search import BETWEEN, Search, code_files, holds

Shape = Literal["student", "class", "sections"]
Likely = Literal["no", "maybe", "yes"]

_A_CLASS = 3  # so many strangers' notebooks in one folder are a class, not one student's drafts
_MOST_BYTES = 16 * 10**6
_MOST_READ = 400  # files whose imports are looked at
_MOST_COMPARED = 20  # folders beside one that is weighed
_MOST_WRAPPED = 3  # folders in folders before the class is there


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder was read as, and why, where it could also be read otherwise.

    With `doubt` it is not to be read at all until somebody says how.
    """

    shape: Shape
    why: str = ""
    doubt: bool = False


class Look:
    """What lies in a folder: names and contents, looked at when asked for."""

    def __init__(self, place: Place, search: Search) -> None:
        """List the folder.

        Raises:
            UnreadableError: it cannot be listed.
        """
        self.place, self.search = place, search
        self.entries = place.entries()
        self.files = [e for e in self.entries if e.kind == "file"]
        self.folders = [e for e in self.entries if e.is_folder]

    @cached_property
    def marks(self) -> dict[str, tuple[Mark, ...]]:
        """Return what a learning system wrote into the names, by name."""
        return marks_in([e for e in self.entries if e.kind in ("file", "folder")])

    @cached_property
    def named_files(self) -> list[Place]:
        """Return the files that are called like a wanted assignment."""
        return [e for e in self.files if self.search.called(e) in self.search.wanted]

    @cached_property
    def named_folders(self) -> list[Place]:
        """Return the folders that are called like a wanted assignment."""
        return [
            folder for folder in self.folders if self.search.called(folder) in self.search.wanted
        ]

    @cached_property
    def marked(self) -> set[str]:
        """Return the students before a `__`, as in `ann__work.ipynb`."""
        stems = [by_name(f.name).stem for f in self.files if by_name(f.name).kind in WORK]
        parts = [stem.partition(BETWEEN) for stem in stems if BETWEEN in stem]
        both = [(before, after) for before, _, after in parts if before]
        return {normal(after if self.search.named(before) else before) for before, after in both}

    @cached_property
    def helpers(self) -> dict[str, list[str]]:
        """Return the scripts that others import and that define nothing asked for.

        By name, with the names of the files that import them.
        """
        scripts = {
            by_name(file.name).stem: file.name
            for file in self.files
            if by_name(file.name).kind == "script" and not self.is_work(file)
        }
        found: dict[str, list[str]] = {}
        readers = (
            [file for file in self.files if by_name(file.name).kind in CODE] if scripts else []
        )
        for file in readers[:_MOST_READ]:
            for name in borrowed(_source(file)):
                script = scripts.get(name, name if name in scripts.values() else "")
                if script and script != file.name:
                    found.setdefault(script, []).append(file.name)
        return found

    @cached_property
    def people(self) -> dict[str, Place]:
        """Return the entries that hold work asked for and are called like a person, by person."""
        found: dict[str, Place] = {}
        for entry in (*self.folders, *self.files):
            stem = entry.name if entry.is_folder else by_name(entry.name).stem
            person = stem.partition(BETWEEN)[0] or stem
            if self._is_nobody(person) or self.search.called(entry) is not None:
                continue
            if self.is_work(entry):
                found.setdefault(normal(without_version(person)), entry)
        return found

    def _is_nobody(self, stem: str) -> bool:
        """Tell whether a name is of a work, not of a person."""
        word = same_word(stem)
        for slug in self.search.known:
            if word.startswith(slug):
                rest = word[len(slug) :].strip("_ .-()")
                return not rest or is_generic(rest)
        return is_generic(stem) or is_material(stem)

    def is_work(self, entry: Place) -> bool:
        """Tell whether a file or folder is, or holds, work for what is asked.

        Code that can be read must define one of the functions; an archive may.
        """
        if not entry.is_folder:
            kind = by_name(entry.name).kind
            if kind not in CODE:
                return kind in WORK
            defined = self.search.names_in(entry)
            if defined is None:
                return not entry.name.startswith("__")
            return any(not defined.isdisjoint(a.functions) for a in self.search.wanted)
        if holds(entry, ("zip", "archive")):
            return True
        return any(self.is_work(file) for file in code_files(entry))

    def are_untouched(self, files: Iterable[Place]) -> bool:
        """Tell whether files fill in nothing: what was handed out, left beside the hand-ins."""
        return all(self._is_untouched(file) for file in files)

    def _is_untouched(self, file: Place) -> bool:
        own = self.search.called(file)
        source = _source(file)
        if own is None or named_in(source.encode()).isdisjoint(own.functions):
            return False
        return not filled(source, own)


def weigh(place: Place, search: Search, *, packed: bool = False) -> Reading:
    """Return how a folder is to be read; `packed` tells that it is an archive's inside.

    Raises:
        UnreadableError: the folder cannot be listed.
    """
    look = Look(place, search)
    own = search.named(place.name)
    reading = Reading("student")
    if own is not None and _is_one_of_many(place, search):
        reading = _doubt(look) if look.marks or _people_of(look) > 1 else reading
    elif look.marks:
        system = next(iter(look.marks.values()))[0].system
        reading = Reading("class", say("submissions.as_lms", path=_label(place), system=system))
    elif len(look.marked) > 1:
        reading = Reading("class")
    elif look.named_files:
        reading = _beside_named_files(look)
    elif own is not None:
        reading = _class(look, "own_name") if len(look.people) > 1 else reading
    elif look.named_folders:
        reading = _beside_named_folders(look)
    elif not look.people and _has_works_only(look):
        reading = Reading("student") if packed else _one_student(look)
    else:
        reading = _sections(look, packed=packed)
    return reading


def _people_of(look: Look) -> int:
    """Return how many people the names in a folder may be of."""
    return max(len(look.people), len(look.marked))


def _has_works_only(look: Look) -> bool:
    """Tell whether files have names of works, such as `homework.ipynb`, that name no person."""
    names = (by_name(file.name) for file in look.files)
    return any(named.kind in WORK and is_generic(named.stem) for named in names)


def _is_one_of_many(place: Place, search: Search) -> bool:
    """Tell whether a folder called like an assignment lies in a student's.

    So it does where others beside that student have one, with one work in it each.
    """
    if place.in_archive:
        return False
    student = place.root.parent
    key = student.parent, place.name
    if key not in search.beside:
        search.beside[key] = list(islice(_beside(*key, search), _MOST_COMPARED + 1))
    answers = [of_one for folder, of_one in search.beside[key] if folder != student]
    return None not in answers[:_MOST_COMPARED] and any(answers[:_MOST_COMPARED])


def _beside(above: Path, name: str, search: Search) -> Iterator[tuple[Path, bool | None]]:
    """Yield the folders that have one of this name in them, and whether that is of one person.

    It is None where that cannot be told; then, and where `above` cannot be listed, nothing follows.
    """
    try:
        for folder in sorted(above.iterdir())[: _MOST_READ + 1]:
            path = folder / name
            if path.is_dir():
                yield folder, _is_of_one(Place(path, name, "folder", name), search)
    except OSError:
        yield above, None


def _is_of_one(folder: Place, search: Search) -> bool | None:
    """Tell whether a folder holds one person's work, None where it cannot be listed."""
    try:
        look = Look(folder, search)
    except UnreadableError:
        return None
    return bool(look.entries) and _people_of(look) <= 1


def _beside_named_files(look: Look) -> Reading:
    """Weigh a folder with files that are called like an assignment: a student's, as a rule."""
    many = len(look.people)
    students = [
        folder
        for folder in look.people.values()
        if folder.is_folder and any(look.search.called(e) is not None for e in folder.listed())
    ]
    if students or many >= _A_CLASS or (many and look.are_untouched(look.named_files)):
        return _class(look, "beside_named")
    if many > 1:
        return _doubt(look)
    if many:
        why = say("submissions.one_beside", path=_label(look.place), other=_people(look))
        return Reading("student", why)
    return Reading("student")


def _beside_named_folders(look: Look) -> Reading:
    """Weigh a folder with folders called like assignments: a student's, or a class of classes."""
    many = len(look.people)
    if many > 1:
        return _class(look, "beside_named")
    if many:
        return _doubt(look)
    inner = [weigh(folder, look.search) for folder in look.named_folders if folder.listed()]
    if inner and all(reading.shape != "student" or reading.doubt for reading in inner):
        return _as_sections(look, look.named_folders)
    return Reading("student")


def _sections(look: Look, *, packed: bool) -> Reading:
    """Weigh a folder whose names tell no assignment: a class, or a folder of classes."""
    usual = Reading("class")
    if not packed and len(look.people) == 1 and not look.folders:
        who = shown(next(iter(look.people)))
        path = _label(look.place)
        usual = Reading("class", say("submissions.as_class_of_one", path=path, student=who))
    if packed:
        usual = _class(look, "packed") if len(look.people) > 1 else Reading("student")
    if any(not place.is_folder for place in look.people.values()) and not _is_lone_zip(look):
        return usual
    groups = [f for f in look.folders if not is_material(f.name) and look.is_work(f)]
    groups += look.files if _is_lone_zip(look) else []
    likely = {group: _is_group(group, look.search) for group in groups}
    if not groups or all(level == "no" for level, _ in likely.values()):
        # `src` and `notebooks` are no people.
        only_works = groups and not look.people and not packed
        return _one_student(look) if only_works else usual
    people = [person for _, inside in likely.values() for person in inside]
    if len(people) > len(set(people)):
        return usual
    if all(level == "yes" for level, _ in likely.values()):
        return _as_sections(look, groups)
    named = listed(group.name for group in groups)
    if all(level != "no" for level, _ in likely.values()):
        why = say("submissions.doubt_sections", path=_label(look.place), groups=named)
        return Reading("class", why, doubt=True)
    some = listed(group.name for group, (level, _) in likely.items() if level != "no")
    return Reading("class", say("submissions.some_groups", path=_label(look.place), groups=some))


def _one_student(look: Look) -> Reading:
    words = {"path": _label(look.place), "student": shown(look.place.name)}
    return Reading("student", say("submissions.as_student", **words))


def _is_lone_zip(look: Look) -> bool:
    """Tell whether an archive is all that there is."""
    work = [e for e in look.entries if e.is_folder or by_name(e.name).kind in WORK]
    return len(work) == 1 and by_name(work[0].name).kind == "zip" and not work[0].in_archive


def _is_group(place: Place, search: Search, depth: int = _MOST_WRAPPED) -> tuple[Likely, list[str]]:
    """Tell whether a folder or an archive holds several people's work, and whose."""
    inside = place if place.is_folder else place.unpacked()
    try:
        look = None if inside is None else Look(inside, search)
    except UnreadableError:
        look = None
    if look is None:
        return "no", []
    people = look.people
    folders = [person for person, entry in people.items() if entry.is_folder]
    likely: Likely = "no"
    if look.marks or len(look.marked) > 1:
        likely = "yes"
    elif look.named_files:
        pass
    elif look.named_folders:
        likely = "yes" if weigh(look.place, search).shape == "sections" else "no"
    elif len(folders) > 1 or len(people) >= _A_CLASS:
        likely = "yes"
    elif len(people) > 1:
        likely = "maybe"
    elif depth and len(look.folders) == 1 and not _holds_files(look):
        return _is_group(look.folders[0], search, depth - 1)
    return likely, [] if likely == "no" else sorted(look.marked or people)


def _holds_files(look: Look) -> bool:
    """Tell whether work lies in a folder itself, not only in folders below it."""
    return any(by_name(file.name).kind in WORK for file in look.files)


def _as_sections(look: Look, groups: Iterable[Place]) -> Reading:
    named = listed(group.name for group in groups)
    return Reading(
        "sections", say("submissions.as_sections", path=_label(look.place), groups=named)
    )


def _class(look: Look, reason: str) -> Reading:
    words = {"path": _label(look.place), "people": _people(look)}
    return Reading("class", say(f"submissions.as_class_{reason}", **words))


def _doubt(look: Look) -> Reading:
    why = say("submissions.doubt", path=_label(look.place), people=_people(look))
    return Reading("class", why, doubt=True)


def _people(look: Look) -> str:
    return listed(entry.name for entry in look.people.values())


def _label(place: Place) -> str:
    return shown(place.label or place.name, most=200)


def _source(place: Place) -> str:
    """Return the code of a notebook or script, nothing where it cannot be read."""
    try:
        cells, _ = read_cells(place.name, place.content(_MOST_BYTES))
    except UnreadableError:
        return ""
    return "\n".join(cell.source for cell in cells)
