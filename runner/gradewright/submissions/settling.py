"""Bring together what belongs to one student, and choose between several hand-ins."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gradewright.course.records import Assignment
from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.submissions.kinds import by_name
from gradewright.submissions.layouts import Claim, Survey
from gradewright.submissions.names import listed, natural, safe_name, shown
from gradewright.submissions.people import lateness, normal, without_copy, without_version
from gradewright.submissions.read import completeness
from gradewright.submissions.records import Found
from gradewright.submissions.search import Search, holds

_MOST_COMPARED = 12  # hand-ins of one student whose content is compared


@dataclass(frozen=True, slots=True)
class _Who:
    """One student: the key that brings claims together, and the name that is shown."""

    key: tuple[str, str]
    name: str


def settle(into: Survey) -> tuple[Found, ...]:
    """Return one submission for each student and assignment that was claimed.

    Raises:
        UsageError: claims from different places may be two people of the same name.
    """
    claims = _assigned(into)
    people, doubts = _people(claims, into)
    groups: dict[tuple[tuple[str, str], str], list[Claim]] = {}
    for claim, who in zip(claims, people, strict=True):
        assert claim.assignment is not None
        groups.setdefault((who.key, claim.assignment.slug), []).append(claim)
    names = _names(people)
    found = [
        replace(_settled(group, names[key], into), doubt=doubts.get(key, ""))
        for (key, _), group in groups.items()
    ]
    return tuple(sorted(found, key=lambda f: (natural(f.student), natural(f.assignment))))


def _assigned(into: Survey) -> list[Claim]:
    """Return the claims with the assignment that each is for; leave the others out."""
    search = into.search
    told: list[Claim] = []
    open_: list[Claim] = []
    for claim in into.claims:
        if claim.assignment is None:
            own = search.by_content(claim.place)
            (told if own else open_).append(replace(claim, assignment=own) if own else claim)
        else:
            told.append(claim)
    known = {c.assignment.slug: c.assignment for c in told if c.assignment is not None}
    only = next(iter(known.values())) if len(known) == 1 else None
    # Other files of somebody whose work is told go with that work.
    marked = {
        (c.mark.system, c.mark.id): c.assignment for c in told if c.mark is not None and c.mark.id
    }
    joined: list[str] = []
    for claim in open_:
        mine = marked.get((claim.mark.system, claim.mark.id)) if claim.mark else None
        is_code = holds(claim.place, ("notebook", "script"))
        if (
            mine is None
            and only is not None
            and (not is_code or search.defines_any(claim.place, only))
        ):
            mine = only
            joined.append(claim.student)
        if mine is not None:
            told.append(replace(claim, assignment=mine))
        else:
            into.leave(claim.place, "untold", slugs=", ".join(search.slugs))
    if joined and only is not None:
        names = listed(dict.fromkeys(joined))
        into.decide(say("submissions.joined", slug=only.slug, students=names))
    return told


def _people(claims: Sequence[Claim], into: Survey) -> tuple[list[_Who], dict[tuple[str, str], str]]:
    """Return whose each claim is, and by key why that is in doubt.

    Copies and versions are one student's where a plain name is.
    """
    plain = {normal(without_copy(claim.student)) for claim in claims}
    people = []
    merged: dict[str, list[str]] = {}
    for claim in claims:
        if claim.mark is not None:
            key = (claim.mark.system, claim.mark.id or normal(claim.mark.student))
            people.append(_Who(key, claim.student))
            continue
        name = without_copy(claim.student)
        bare = without_version(name)
        if normal(bare) in plain:
            name = bare
        people.append(_Who(("", normal(name)), name))
        merged.setdefault(normal(name), []).append(claim.place.name)
    spelled: dict[str, set[str]] = {}
    for claim, who in zip(claims, people, strict=True):
        if claim.mark is None:
            spelled.setdefault(who.key[1], set()).add(claim.student)
    doubts = {}
    for person, names in spelled.items():
        if len(names) > 1:
            files = listed(sorted(dict.fromkeys(merged[person]), key=natural), most=10)
            doubts["", person] = say("submissions.one_student", student=shown(person), files=files)
            into.decide(doubts["", person])
    return people, doubts


def _names(people: Iterable[_Who]) -> dict[tuple[str, str], str]:
    """Return, by key, the name that is shown, with the id where two people have the same name."""
    first: dict[tuple[str, str], str] = {}
    for who in people:
        name = unicodedata.normalize("NFC", who.name)
        # Of `Ann` and `ann` the one that comes last in the alphabet: most names are in small.
        first[who.key] = max(first.get(who.key, name), name)
    shared: dict[str, list[tuple[str, str]]] = {}
    for key, name in first.items():
        shared.setdefault(normal(name), []).append(key)
    names = {}
    for key, name in first.items():
        twice = len(shared[normal(name)]) > 1 and key[0]
        names[key] = safe_name(f"{name} ({key[1]})" if twice else name) or "unnamed"
    return names


def _settled(group: list[Claim], student: str, into: Survey) -> Found:
    """Return the submission of one student for one assignment."""
    assignment = group[0].assignment
    assert assignment is not None
    distinct = list({(claim.place.root, claim.place.inner): claim for claim in group}.values())
    _check_one_place(distinct, student, assignment)
    if group[0].mark is not None:
        found = _of_system(distinct, student, assignment)
    elif len(distinct) == 1:
        found = _found(distinct[0], student, assignment)
    else:
        found = _best(distinct, student, assignment, into.search)
    return replace(found, notes=tuple(dict.fromkeys(found.notes)))


def _check_one_place(claims: list[Claim], student: str, assignment: Assignment) -> None:
    """Refuse claims from different folders: they may be two people's.

    Raises:
        UsageError: there are such.
    """
    if len({claim.place.path.parent for claim in claims}) > 1:
        paths = sorted((str(claim.place.path) for claim in claims), key=natural)
        # The ends of paths tell them apart.
        places = listed(paths, most=3, longest=300)
        raise UsageError(
            say(
                "submissions.two_places",
                student=student,
                assignment=assignment.slug,
                places=places,
            )
        )


def _found(claim: Claim, student: str, assignment: Assignment) -> Found:
    place = claim.place
    found = Found(
        student, assignment.slug, place.root, claim.without, claim.notes, inner=place.inner
    )
    if claim.beside:
        names = (place.name, *claim.beside)
        found = replace(_in_folder(found), pieces=tuple((name, name) for name in names))
    if claim.mark is not None:
        mark = claim.mark
        found = replace(found, student_id=mark.id, attempt=mark.attempt, late=mark.late)
    return found


def _in_folder(found: Found) -> Found:
    """Return what was found as a part of the folder that it lies in."""
    if found.inner:
        return replace(found, inner=found.inner.rpartition("/")[0])
    return replace(found, root=found.root.parent)


def _of_system(claims: list[Claim], student: str, assignment: Assignment) -> Found:
    """Return the newest attempt of what a learning system holds of one student."""
    work = [c for c in claims if c.mark is not None and not c.mark.typed]
    typed = [c for c in claims if c not in work]
    if not work:
        return _joined(typed, student, assignment)
    newest = _newest(work)
    found = _joined(newest, student, assignment)
    older = [c for c in work if c not in newest]
    notes = found.notes
    if older:
        names = listed(sorted((c.place.name for c in older), key=natural))
        what = shown(newest[0].mark.attempt if newest[0].mark else "") or shown(found.name)
        notes += (say("submissions.newest", attempt=what, others=names),)
    said = [c.place.name for c in typed if not _is_about(c)]
    if said:
        notes += (say("submissions.typed", files=listed(said)),)
    partners = newest[0].mark.partners if newest[0].mark else ()
    if partners:
        notes += (say("submissions.partners", students=listed(partners)),)
    return replace(found, notes=notes)


def _is_about(claim: Claim) -> bool:
    """Tell whether a file is a system's own words about an attempt."""
    return claim.mark is not None and claim.mark.system == "Blackboard"


def _newest(work: list[Claim]) -> list[Claim]:
    """Return the claims of the last attempt.

    Canvas lets one download the last attempt alone; there a number only tells files of the same
    name apart.
    """
    orders = {claim.place.name: claim.mark.order for claim in work if claim.mark is not None}
    if work[0].mark is not None and work[0].mark.system == "Canvas":
        last: dict[str, Claim] = {}
        for claim in sorted(work, key=lambda c: orders[c.place.name]):
            last[normal(claim.name)] = claim
        return list(last.values())
    newest = max(orders.values())
    return [claim for claim in work if orders[claim.place.name] == newest]


def _joined(claims: list[Claim], student: str, assignment: Assignment) -> Found:
    """Return several files of one student as one submission, each under its own name."""
    ordered = sorted(claims, key=lambda c: natural(c.name))
    folders = [claim for claim in ordered if claim.place.is_folder]
    if folders:
        found = _found(folders[0], student, assignment)
        others = [c.place.name for c in ordered if c is not folders[0]]
        if others:
            note = say(
                "submissions.several", file=shown(folders[0].place.name), others=listed(others)
            )
            found = replace(found, notes=(*found.notes, note))
        return found
    found = _found(ordered[0], student, assignment)
    marks = [claim.mark for claim in ordered if claim.mark is not None]
    return replace(
        _in_folder(found),
        pieces=tuple((claim.place.name, claim.name) for claim in ordered),
        attempt=max((mark.attempt for mark in marks), key=natural),
        late=any(mark.late for mark in marks),
    )


def _best(claims: list[Claim], student: str, assignment: Assignment, search: Search) -> Found:
    """Return the most complete of several hand-ins of one student, of such the newest by name."""
    ranked = sorted(claims, key=lambda c: _rank(c, search, assignment), reverse=True)
    options = [_found(claim, student, assignment) for claim in ranked]
    filled = [completeness(option, assignment) for option in options[:_MOST_COMPARED]]
    at = filled.index(max(filled))
    others = listed(
        sorted((option.name for option in options if option is not options[at]), key=natural),
        most=10,
    )
    note = say("submissions.several", file=shown(options[at].name), others=others)
    return replace(options[at], notes=(*options[at].notes, note))


def _rank(claim: Claim, search: Search, assignment: Assignment) -> tuple[object, ...]:
    """Return the key whose greatest is graded among hand-ins that hold as much."""
    order = ("zip", *reversed(search.preferred_kinds(assignment.slug)))
    if claim.place.is_folder:
        return True, lateness(claim.place.name), natural(claim.place.name), len(order)
    named = by_name(claim.place.name)
    readable = named.kind in order
    kind = order.index(named.kind) if readable else 0
    return readable, lateness(named.stem), natural(named.stem), kind
