"""The time of a repository's last commit, read without obeying anything that stands in it.

A repository's own settings name programs that git runs. So git is given a folder of ours, with
the submission's objects as the place to look in, and nothing else of it.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

_SECONDS = 10
_MOST_BYTES = 1 << 20
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REF = re.compile(r"refs/[\w./-]+")
_COMMITTED = re.compile(rb"^committer [^\n]*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)


def time_of_last_commit(folder: Path) -> datetime | None:
    """Return when the commit that HEAD leads to was made, None where none can be told."""
    git = folder / ".git"
    objects = git / "objects"
    if not objects.is_dir() or objects.is_symlink() or git.is_symlink():
        return None
    commit = _head(git)
    said = _shown(commit, objects.resolve()) if commit else b""
    # What stands behind the first empty line is the student's message.
    committed = _COMMITTED.search(said.partition(b"\n\n")[0])
    try:
        return datetime.fromtimestamp(int(committed[1]), UTC) if committed else None
    except (OverflowError, ValueError, OSError):
        return None


def _head(git: Path) -> str:
    """Return the hash that HEAD leads to, "" where it leads nowhere."""
    text = _text(git / "HEAD").strip()
    name = text.removeprefix("ref: ")
    if name == text:
        return text if _HASH.fullmatch(text) else ""
    if not _REF.fullmatch(name) or ".." in name:
        return ""
    loose = _text(git / name).strip()
    if _HASH.fullmatch(loose):
        return loose
    for line in _text(git / "packed-refs").splitlines():
        digest, _, called = line.partition(" ")
        if called == name and _HASH.fullmatch(digest):
            return digest
    return ""


def _text(file: Path) -> str:
    try:
        if not file.is_file() or file.is_symlink():
            return ""
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _shown(commit: str, objects: Path) -> bytes:
    """Return a commit as git has it, nothing where it cannot be had."""
    if "\n" in str(objects) or '"' in str(objects):
        return b""
    with tempfile.TemporaryDirectory(prefix="gradewright-git-") as own:
        for name in ("objects/info", "refs"):
            (Path(own) / name).mkdir(parents=True)
        (Path(own) / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        (Path(own) / "objects" / "info" / "alternates").write_bytes(os.fsencode(objects) + b"\n")
        # Names of 64 digits are of the newer kind of repositories.
        kind = "sha256" if len(commit) > 40 else "sha1"
        version = 1 if kind == "sha256" else 0
        settings = f"[core]\nrepositoryformatversion = {version}\nbare = true\n"
        settings += f"[extensions]\nobjectformat = {kind}\n" if version else ""
        (Path(own) / "config").write_text(settings, encoding="ascii")
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "HOME": own,
        }
        try:
            done = subprocess.run(  # noqa: S603 - a hash of hexadecimal digits, and our own folder
                ["git", f"--git-dir={own}", "cat-file", "commit", commit],  # noqa: S607
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                env=environment,
            )
        except (OSError, subprocess.TimeoutExpired):
            return b""
        return done.stdout[:_MOST_BYTES] if done.returncode == 0 else b""
