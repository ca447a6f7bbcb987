"""Read a zip archive in memory: nothing is extracted to disk, nothing it claims is believed."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from functools import partial
from typing import BinaryIO

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.kinds import disguise
from gradewright.submissions.names import is_ignored, safe_path, shown
from gradewright.submissions.tree import MOST_ENTRIES, Entry, Tree, left_aside, too_large

_DIRECTORY_ENTRY = b"PK\x01\x02"
MOST_MEMBERS = 60_000  # with installed packages, which are not looked at
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


def zip_tree(content: bytes | BinaryIO, name: str, most: int | None = None) -> Tree:
    """Return the tree of a zip archive's files, without links, hidden and unusual members.

    Installed packages and what systems leave behind are neither listed nor counted.

    Args:
        content: the archive, as bytes or as an open file that the tree goes on to read from.
        name: what the archive is called in messages.
        most: the most files that may be in it; None: `MOST_ENTRIES`.

    Raises:
        UnreadableError: damaged, encrypted, or made to harm: paths that lead out of the archive,
            too many members, members that overlap, an enormous compression ratio.
    """
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    archive, packed = _open(file, name)
    members = archive.infolist()
    _refuse_bombs(members, packed, name)
    paths = [_parts(member, name) for member in members]
    environments = _environments(paths)
    entries: dict[str, Entry] = {}
    folders: list[str] = []
    notes = _Aside()
    for member, parts in zip(members, paths, strict=True):
        if not parts or any(is_ignored(part) for part in parts):
            continue
        if environments and any(parts[:depth] in environments for depth in range(1, len(parts))):
            continue
        path = safe_path(parts)
        if member.is_dir():
            folders += [path] if path is not None else []
        elif not _is_regular(member):
            notes.links.append("/".join(parts))
        elif path is None or "\0" in member.orig_filename:
            notes.unusual.append("/".join(parts))
        else:
            if path in entries:
                notes.twice.append(path)
            entries[path] = Entry(member.file_size, partial(_fetch, archive, member, name))
    if len(entries) > (MOST_ENTRIES if most is None else most):
        raise UnreadableError(say("submissions.too_many", count=most or MOST_ENTRIES))
    _drop_files_that_are_folders(entries, notes)
    return Tree(entries, notes.said(), tuple(folders))


def _environments(paths: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    """Return the folders of an archive that are virtual environments: nobody's work."""
    found = set()
    for parts in paths:
        if len(parts) > 1 and parts[-1] == "pyvenv.cfg":
            found.add(parts[:-1])
        elif "site-packages" in parts:
            at = parts.index("site-packages")
            above = [part.casefold() for part in parts[:at]]
            if above[-1:] == ["lib"] and at > 1:
                found.add(parts[: at - 1])
            elif above[-2:-1] == ["lib"] and above[-1].startswith("python") and at > 2:
                found.add(parts[: at - 2])
    return frozenset(found)


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


def _open(file: BinaryIO, name: str) -> tuple[zipfile.ZipFile, int]:
    """Return the opened archive and its size in bytes."""
    head = file.read(_CHUNK)
    if not head:
        raise UnreadableError(say("submissions.empty_file", file=shown(name)))
    other = disguise(head)
    if other not in (None, "zip", "word"):
        raise UnreadableError(say(f"submissions.really_{other}", file=shown(name)))
    size = _count_members(file)
    try:
        return zipfile.ZipFile(file), size
    except _DAMAGE as problem:
        raise _damaged(name, problem) from problem


def _count_members(file: BinaryIO) -> int:
    """Return an archive's size, having counted its members before zipfile makes objects of them.

    Raises:
        UnreadableError: there are more than `MOST_MEMBERS`.
    """
    file.seek(0)
    members = size = 0
    kept = b""
    while piece := file.read(1 << 20):
        size += len(piece)
        piece = kept + piece
        members += piece.count(_DIRECTORY_ENTRY)
        kept = piece[-(len(_DIRECTORY_ENTRY) - 1) :]
        if members > MOST_MEMBERS:
            raise UnreadableError(say("submissions.too_many", count=MOST_MEMBERS))
    return size


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
