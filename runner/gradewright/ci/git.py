"""A student's commit as data: fetched into a bare repository of ours, and read object by object.

Nothing is checked out, so that no hook, filter, submodule, link or attribute of theirs has a part
in it. What is written are regular files of bounded size, below one folder.
"""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gradewright.ci.handed_in import NAME, Said, is_below, read_said
from gradewright.ci.repositories import Repository
from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.words.printable import one_line

_REF = "refs/gradewright/head"
_FETCH_SECONDS, _READ_SECONDS = 180.0, 60.0
_MOST_FETCHED = 500_000_000  # bytes of one file of git's
_MOST_ENTRIES, _MOST_FILES = 20_000, 2_000
_MOST_FILE, _MOST_ALL = 25_000_000, 100_000_000
_LFS = b"version https://git-lfs.github.com/spec/"
_OPTIONS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.http.allow=always",
    "protocol.ssh.allow=always",
    "protocol.file.allow=always",
    "fetch.recurseSubmodules=false",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "core.askPass=",
)


class RepositoryError(Exception):
    """A repository cannot be fetched or read; the message says why, in words for instructors."""


@dataclass(frozen=True, slots=True)
class Token:
    """A secret for one host, such as `https://github.com`; it goes nowhere else."""

    host: str
    user: str
    secret: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its name, that of its tree, and its time in ISO 8601, UTC."""

    name: str
    tree: str
    time: str


def fetch(repository: Repository, store: Path, branch: str, token: Token | None) -> Commit:
    """Bring the newest commit of a repository into a bare one, and return it.

    Args:
        repository: where to fetch from.
        store: the bare repository; made where it is not.
        branch: which branch; "" for the one that the repository shows first.
        token: what its host asks for.

    Raises:
        RepositoryError: it cannot be reached, is empty or too large, or lacks the branch.
    """
    if not (store / "HEAD").is_file():
        _git(["init", "--quiet", "--bare", "--template=", str(store)], None)
    source = f"refs/heads/{branch}" if branch else "HEAD"
    words = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"]
    words += ["--depth=1", "--force", "--", repository.address, f"+{source}:{_REF}"]
    _git(words, store, _FETCH_SECONDS, _header(repository, token))
    told = _git(["log", "-1", "--no-show-signature", "--format=%H %T %ct", _REF, "--"], store)
    name, tree, seconds = told.decode("ascii", "replace").split()
    try:
        when = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        when = datetime.fromtimestamp(0, UTC)
    return Commit(name, tree, when.strftime("%Y-%m-%dT%H:%M:%SZ"))


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of a commit's files: what the repository says, and what was left out, why."""

    said: Said
    files: int
    left_out: tuple[str, ...]


def export(store: Path, commit: Commit, folder: Path) -> Exported:
    """Write the regular files of a commit into a folder, which is replaced as a whole.

    Links, submodules, pointers to large files, files that are too large, and names that leave the
    folder are left out.

    Raises:
        RepositoryError: the commit cannot be read.
        OSError: the folder cannot be written.
    """
    entries, left_out = _entries(store, commit)
    said = Said()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as draft:
        place = Path(draft) / "work"
        place.mkdir()
        written = 0
        for path, content in _contents(store, entries, left_out):
            if path == NAME:
                said = _said(content, left_out)
            elif _write(place, path, content):
                written += 1
            else:
                left_out.append(_reason("odd_name", path))
        if said.folder:
            place = _part(place, said.folder)
        old = Path(draft) / "old"
        if folder.exists():
            folder.rename(old)
        place.rename(folder)
    return Exported(said, written, tuple(left_out[:50]))


def _said(content: bytes, left_out: list[str]) -> Said:
    try:
        return read_said(content)
    except UsageError as error:
        left_out.append(str(error))
        return Said()


def _part(place: Path, folder: str) -> Path:
    """Return the part of the work that the repository names, an empty one where it is not there."""
    part = place / folder
    if not part.is_dir():
        part = place.parent / "empty"
        part.mkdir()
    return part


def _entries(store: Path, commit: Commit) -> tuple[list[tuple[str, str]], list[str]]:
    """Return object and path of each file worth reading, and what is left out, why."""
    kept: list[tuple[str, str]] = []
    left_out: list[str] = []
    total = 0
    words = ["ls-tree", "-r", "-z", "-l", "--full-tree", commit.name]
    for count, record in enumerate(_records(words, store)):
        head, _, name = record.partition(b"\t")
        mode, _, object_name, size = head.decode("ascii", "replace").split()
        path = os.fsdecode(name)
        if count >= _MOST_ENTRIES or len(kept) >= _MOST_FILES:
            left_out.append(say("ci.left_many", count=_MOST_FILES))
            break
        reason = _why_not(mode, path, size)
        if reason:
            left_out.append(_reason(reason, path))
        elif total + int(size) > _MOST_ALL:
            left_out.append(_reason("too_large", path))
        else:
            total += int(size)
            kept.append((object_name, path))
    return kept, left_out


def _why_not(mode: str, path: str, size: str) -> str:
    """Return why an entry of a tree is not read, "" where it is."""
    if mode == "120000":
        return "link"
    if mode == "160000" or not mode.startswith("100"):
        return "submodule"
    parts = path.split("/")
    if any(part in {"", ".", ".."} or part.lower() == ".git" for part in parts):
        return "odd_name"
    return "too_large" if int(size) > _MOST_FILE else ""


def _reason(key: str, path: str) -> str:
    return say(f"ci.left_{key}", path=one_line(path, 120))


def _contents(
    store: Path, entries: Sequence[tuple[str, str]], left_out: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file; pointers to large files are left out."""
    if not entries:
        return
    asked = "".join(f"{object_name}\n" for object_name, _ in entries).encode()
    with tempfile.TemporaryFile() as answers:
        _run(["cat-file", "--batch"], store, _READ_SECONDS, asked, answers.fileno())
        answers.seek(0)
        for _, path in entries:
            head = answers.readline().split()
            if len(head) != 3:
                raise RepositoryError(say("ci.damaged"))
            content = answers.read(int(head[2]))
            answers.read(1)
            if len(content) < 1024 and content.startswith(_LFS):
                left_out.append(_reason("lfs", path))
            else:
                yield path, content


def _write(place: Path, path: str, content: bytes) -> bool:
    """Write a file; tell whether that could be done."""
    file = place.joinpath(*path.split("/"))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(content)
    except (OSError, ValueError):
        return False
    return True


def _records(words: Sequence[str], store: Path) -> Iterator[bytes]:
    """Yield what a command prints between zero bytes, as far as it is asked for."""
    command, environment = _command(words, store), _environment({})
    with subprocess.Popen(  # noqa: S603 - git itself, with no word of a student's
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        held = b""
        try:
            while data := process.stdout.read(1 << 16):
                *records, held = (held + data).split(b"\0")
                yield from records
        finally:
            _end(process)
    if process.returncode not in {0, -signal.SIGKILL}:
        raise RepositoryError(say("ci.damaged"))


def _header(repository: Repository, token: Token | None) -> dict[str, str]:
    """Return the environment that gives git a token, for its own host alone."""
    if token is None or not token.host or repository.host != token.host:
        return {}
    secret = base64.b64encode(f"{token.user}:{token.secret}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{token.host}/.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {secret}",
    }


def _git(
    words: Sequence[str],
    store: Path | None,
    seconds: float = _READ_SECONDS,
    more: Mapping[str, str] | None = None,
) -> bytes:
    with tempfile.TemporaryFile() as answers:
        _run(words, store, seconds, b"", answers.fileno(), more)
        answers.seek(0)
        return answers.read()


def _run(
    words: Sequence[str],
    store: Path | None,
    seconds: float,
    given: bytes,
    answers: int,
    more: Mapping[str, str] | None = None,
) -> None:
    """Run git; what it says on its error output is not shown: a server may have written it.

    Raises:
        RepositoryError: it fails or takes too long.
    """
    process = subprocess.Popen(  # noqa: S603 - git itself; addresses come from the instructor
        _command(words, store),
        stdin=subprocess.PIPE,
        stdout=answers,
        stderr=subprocess.PIPE,
        env=_environment(more or {}),
        start_new_session=True,
    )
    try:
        _, said = process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise RepositoryError(say("ci.git_slow", seconds=f"{seconds:.0f}")) from None
    finally:
        _end(process)
    if process.returncode != 0:
        raise RepositoryError(_why(words[0], said))


def _why(verb: str, said: bytes) -> str:
    """Return why git failed, by what it is known to say."""
    text = said.decode("utf-8", "replace").lower()
    known = (
        ("couldn't find remote ref", "git_no_branch"),
        ("dubious ownership", "git_owner"),
        ("file too large", "git_large"),
        ("file size limit", "git_large"),
        ("authentication", "git_denied"),
        ("could not read username", "git_denied"),
        ("permission denied", "git_denied"),
        ("not found", "git_absent"),
        ("does not exist", "git_absent"),
        ("does not appear to be a git repository", "git_absent"),
    )
    for part, key in known:
        if part in text:
            return say(f"ci.{key}")
    return say("ci.git_failed", verb=verb)


def _command(words: Sequence[str], store: Path | None) -> list[str]:
    options = [part for option in _OPTIONS for part in ("-c", option)]
    where = [] if store is None else [f"--git-dir={store}"]
    limited = f'ulimit -f {_MOST_FETCHED // 512}; exec "$@"'
    return ["/bin/sh", "-c", limited, "sh", "git", *options, *where, *words]


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = ("PATH", "HOME", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "https_proxy", "http_proxy")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        **more,
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """End git and what it has started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_branch(name: str) -> bool:
    """Tell whether a branch may be asked for by this name."""
    return is_below(name) and not name.startswith("-") and " " not in name and ":" not in name
