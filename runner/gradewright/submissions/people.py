"""Tell from the name of a file or folder whose it may be, and which of several versions it is."""

from __future__ import annotations

import re
import unicodedata

# What a browser or a file manager adds to a name that is taken.
_COPY = re.compile(
    r"(?:\s*\(\d{1,3}\)|[\s_-]+copy(?:[\s_-]*\(?\d{1,3}\)?)?|-copy\d{0,3}|[\s_-]+kopie(?:\s*\(?\d+\)?)?)$",
    re.IGNORECASE,
)
_LATER = (
    "final|last|latest|fixed|corrected|resubmit|resubmitted|resubmission|revised|updated|new|neu"
)
_EARLIER = "draft|old|alt|backup|first|wip"
_VERSION = re.compile(
    rf"[\s_.-]+(?:{_LATER}|{_EARLIER}|v(?:ersion)?[\s_.-]?\d{{1,3}}|\d{{1,3}}|submission)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:^|[\s_.-])v(?:ersion)?[\s_.-]?(\d{1,3})$", re.IGNORECASE)
_IS_LATER = re.compile(rf"(?:^|[\s_.-])(?:{_LATER})\d*(?:$|[\s_.-])", re.IGNORECASE)
_IS_EARLIER = re.compile(rf"(?:^|[\s_.-])(?:{_EARLIER})\d*(?:$|[\s_.-])", re.IGNORECASE)

_WORDS = (
    "answer answers assignment attempt autograder backup bak build checks code colab copy data "
    "dataset datasets debug demo dist doc docs draft empty example examples exercise exercises "
    "experiment experiments figs figures file files final fixed functions given hand handed "
    "handin handout helper helpers hidden homework hw images img in lab last lib main material "
    "model models module modules my new nb neu note notebook notebooks old output outputs part "
    "pictures playground plots practice problem project public q question reference results "
    "scratch script scripts sheet slides solution solutions solved source src "
    "statement stuff submission submit submitted support task template test testcases "
    "tests tmp tools try tutorial uebung untitled update updated util utils v version week "
    "work working wip"
)
_GENERIC = frozenset(_WORDS.split())
# Such a word and a number is what somebody is called where names are hidden.
_NUMBERED = frozenset({"submission", "solution", "answer", "file", "handin", "submitted"})
_PIECES = re.compile(r"[\s_.()-]+|(?<=[a-z])(?=\d)|(?<=[a-z])(?=[A-Z])")
_MATERIAL_WORDS = (
    "data dataset datasets figs figures images img lecture lectures material materials pictures "
    "resources slides template templates handout handouts grading feedback reports"
)
_MATERIAL = frozenset(_MATERIAL_WORDS.split())
_CLASS_FILES = re.compile(
    r"(?:readme|syllabus|index|manifest|license|instructions?|statement|schedule|roster|"
    r"grade(?:s|book|book.*)?|gradebook.*|scores?|rubric|.*[_ -]grades?|grading.*|participants?|"
    r"submission_metadata|metadata|requirements|environment|results?|measurements|notes?|todo|"
    r"changelog|imsmanifest|slides?.*|lectures?.*|solutions?|template|handout|week[\s_-]*\d*)",
    re.IGNORECASE,
)


def normal(name: str) -> str:
    """Return a name as it is compared: composed characters, no difference of case."""
    return unicodedata.normalize("NFC", name).casefold()


def without_copy(stem: str) -> str:
    """Return a name without what a browser or a file manager has added to it."""
    while (shorter := _COPY.sub("", stem)) != stem and shorter.strip():
        stem = shorter
    return stem


def without_version(stem: str) -> str:
    """Return a name without the words and numbers behind it that tell versions apart."""
    while (shorter := _VERSION.sub("", without_copy(stem))) != stem and shorter.strip():
        stem = shorter
    return stem


def lateness(stem: str) -> int:
    """Return 1 for what its name calls final, -1 for what it calls a draft, else 0."""
    if _IS_LATER.search(stem):
        return 1
    return -1 if _IS_EARLIER.search(stem) else 0


def version(stem: str) -> int:
    """Return the number of a version, as in `work_v3`; 0 where there is none."""
    match = _NUMBER.search(stem)
    return int(match[1]) if match else 0


def is_generic(stem: str) -> bool:
    """Tell whether a name is made of words for work alone, so that it names no person."""
    pieces = [piece.casefold() for piece in _PIECES.split(stem) if piece]
    words = [piece for piece in pieces if not piece.isdigit()]
    if not words or (len(words) < len(pieces) and words[0] in _NUMBERED):
        return False
    return all(word in _GENERIC for word in words)


def is_material(name: str) -> bool:
    """Tell whether a folder in a class is called like a teacher's material."""
    return normal(name) in _MATERIAL


def is_class_file(stem: str) -> bool:
    """Tell whether a file is called like one that belongs to a whole class."""
    return _CLASS_FILES.fullmatch(stem) is not None
