"""Read a zip archive in memory: nothing is extracted to disk, nothing it claims is believed."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from functools import partial

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.kinds import disguise
from gradewright.submissions.names import is_ignored, safe_path, shown
from gradewright.submissions.tree import MOST_ENTRIES, Entry, Tree, left_aside, too_large

_DIRECTORY_ENTRY = b"PK\x01\x02"
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1 | 0x40
_LOCAL_HEADER = 30  # bytes in front of each member, its name not counted
_MOST_RATIO = 200
_RATIO_FROM = 10 * 10**6  # a small archive may well hold a file of zeros
_CHUNK = 1 << 16
_DRIVE = re.compile(r"[A-Za-z]:")

# What zipfile lets out when an archive breaks its rules.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    ArithmeticError,
    RuntimeError,
)


def zip_tree(content: bytes, name: str) -> Tree:
    """Return the tree of a zip archive's files, without links, hidden and unusual members.

    Args:
        content: the archive.
        name: what the archive is called in messages.

    Raises:
        UnreadableError: damaged, encrypted, or made to harm: paths that lead out of the archive,
            too many members, members that overlap, an enormous compression ratio.
    """
    archive = _open(content, name)
    members = archive.infolist()
    _refuse_bombs(members, len(content), name)
    entries: dict[str, Entry] = {}
    notes = _Aside()
    for member in members:
        parts = _parts(member, name)
        if not parts or member.is_dir() or any(is_ignored(part) for part in parts):
            continue
        path = safe_path(parts)
        if not _is_regular(member):
            notes.links.append("/".join(parts))
        elif path is None or "\0" in member.orig_filename:
            notes.unusual.append("/".join(parts))
        else:
            if path in entries:
                notes.twice.append(path)
            entries[path] = Entry(member.file_size, partial(_fetch, archive, member, name))
    _drop_files_that_are_folders(entries, notes)
    return Tree(entries, notes.said())


class _Aside:
    """Names of members that were left aside, by reason."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.unusual: list[str] = []
        self.twice: list[str] = []

    def said(self) -> tuple[str, ...]:
        return (
            left_aside("links", self.links)
            + left_aside("unusual", self.unusual)
            + left_aside("twice_in_zip", self.twice)
        )


def _open(content: bytes, name: str) -> zipfile.ZipFile:
    if not content:
        raise UnreadableError(say("submissions.empty_file", file=shown(name)))
    other = disguise(content)
    if other not in (None, "zip", "word"):
        raise UnreadableError(say(f"submissions.really_{other}", file=shown(name)))
    # Counted before zipfile makes an object of each.
    if content.count(_DIRECTORY_ENTRY) > MOST_ENTRIES:
        raise UnreadableError(say("submissions.too_many", count=MOST_ENTRIES))
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGE as problem:
        raise _damaged(name, problem) from problem


def _refuse_bombs(members: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    claimed = sum(member.file_size for member in members)
    if claimed > _RATIO_FROM and claimed > _MOST_RATIO * packed:
        times = claimed // max(packed, 1)
        raise UnreadableError(say("submissions.bomb", file=shown(name), times=times))
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            raise UnreadableError(say("submissions.overlap", file=shown(name)))
        end = member.header_offset + _LOCAL_HEADER + member.compress_size


def _parts(member: zipfile.ZipInfo, name: str) -> tuple[str, ...]:
    """Return a member's path in parts.

    Raises:
        UnreadableError: the path is absolute or leads out of the archive.
    """
    # Some programs on Windows write backslashes between folders.
    path = member.filename.replace("\\", "/")
    parts = tuple(part for part in path.split("/") if part not in ("", "."))
    if path.startswith("/") or ".." in parts or _DRIVE.match(path):
        raise UnreadableError(
            say("submissions.escapes", file=shown(name), member=shown(member.filename))
        )
    return parts


def _is_regular(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member is a plain file: an archive can hold links and devices too."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind in (0, stat.S_IFREG)


def _drop_files_that_are_folders(entries: dict[str, Entry], notes: _Aside) -> None:
    """Leave out a file whose path other files use as their folder: no disk could hold both."""
    folders = {
        "/".join(parts[:depth])
        for parts in (path.split("/") for path in entries)
        for depth in range(1, len(parts))
    }
    for path in folders & entries.keys():
        notes.unusual.append(path)
        del entries[path]


def _fetch(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, most: int) -> bytes:
    """Return a member's content, counted while it is unpacked."""
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableError(say("submissions.encrypted", file=shown(name)))
    if member.compress_type not in _METHODS:
        raise UnreadableError(say("submissions.compression", file=shown(name)))
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as file:
            while piece := file.read(_CHUNK):
                size += len(piece)
                if size > most:
                    raise too_large(member.filename, most)
                pieces.append(piece)
    except _DAMAGE as problem:
        raise _damaged(name, problem) from problem
    return b"".join(pieces)


def _damaged(name: str, problem: BaseException) -> UnreadableError:
    reason = shown(str(problem) or type(problem).__name__, most=120)
    return UnreadableError(say("submissions.damaged_zip", file=shown(name), reason=reason))
