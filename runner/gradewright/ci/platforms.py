"""The places where a job runs: how each is known, and where it takes a summary and outputs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gradewright.errors import MachineryError
from gradewright.exports.commands import commands, output_lines
from gradewright.exports.told import Told
from gradewright.words.printable import printable

Name = Literal["github", "gitea", "gitlab", "plain"]

_NO_WIDTH = "\u2060"


@dataclass(frozen=True, slots=True)
class Platform:
    """Where a job runs.

    Attributes:
        name: which it is; "plain" for any other, such as a container.
        summary: the file that takes Markdown, None where there is none.
        outputs: the file that takes outputs, None where there is none.
        takes_commands: whether lines of the log may be annotations.
    """

    name: Name
    summary: Path | None = None
    outputs: Path | None = None
    takes_commands: bool = False


def platform_of(environ: Mapping[str, str]) -> Platform:
    """Return where the job with this environment runs."""
    summary, outputs = _path(environ, "GITHUB_STEP_SUMMARY"), _path(environ, "GITHUB_OUTPUT")
    # Gitea and Forgejo call themselves GitHub, too.
    if environ.get("GITEA_ACTIONS") == "true" or environ.get("FORGEJO_ACTIONS") == "true":
        return Platform("gitea", summary, outputs)
    if environ.get("GITHUB_ACTIONS") == "true":
        return Platform("github", summary, outputs, takes_commands=True)
    if environ.get("GITLAB_CI") == "true":
        return Platform("gitlab")
    return Platform("plain")


def tell_platform(platform: Platform, markdown: str, outputs: Mapping[str, str]) -> None:
    """Append a summary and outputs to the files that the platform reads.

    Raises:
        MachineryError: a file cannot be written.
    """
    token = f"gradewright_{secrets.token_hex(16)}"
    try:
        if platform.summary is not None:
            _append(platform.summary, markdown + "\n")
        if platform.outputs is not None:
            _append(platform.outputs, output_lines(outputs, token))
    except OSError as error:
        raise MachineryError(f"{error.filename} cannot be written: {error.strerror}.") from error


def log_lines(platform: Platform, results: Sequence[Told]) -> Iterator[str]:
    """Yield what the log shows of results: our own words, and annotations where they are taken."""
    for told in results:
        for question in told.questions:
            for test in question.tests:
                word = {"passed": "PASS", "wrong": "FAIL", "waits": "TODO"}[test.verdict]
                yield log_line(f"{word}  {question.title}: {test.title}")
    if platform.takes_commands:
        for told in results:
            yield from commands(told)


def log_line(text: str) -> str:
    """Return one line of a log that no platform takes for a command, whatever is in it."""
    line = printable(text, 500).replace("##[", f"##{_NO_WIDTH}[")
    return f"{_NO_WIDTH}{line}" if line.lstrip().startswith("::") else line


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8", errors="replace", newline="\n") as stream:
        stream.write(text)


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]) if environ.get(name) else None
