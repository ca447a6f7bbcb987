"""`gradewright ci pull`: the pull recipe, the one for grades."""

from __future__ import annotations

import argparse
import os

from gradewright.ci.class_summary import class_summary
from gradewright.ci.git import Token, is_branch
from gradewright.ci.platforms import log_line, platform_of, tell_platform
from gradewright.ci.pull import Asked, Pulled, Row, below, pull
from gradewright.ci.repositories import repositories_in
from gradewright.ci.sending import Sender
from gradewright.cli.options import kept_folder
from gradewright.course.reader import read_course
from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.sandbox.launch import Levels
from gradewright.words.numbers import points

_API = {
    "github": ("GITHUB_API_URL", "https://api.github.com"),
    "gitea": ("GITHUB_API_URL", ""),
    "gitlab": ("CI_API_V4_URL", "https://gitlab.com/api/v4"),
}
_USER = {"github": "x-access-token", "gitea": "x-access-token", "gitlab": "oauth2"}


def main(arguments: argparse.Namespace) -> int:
    """Pull, grade, tell, and return the exit code."""
    token, sender = _token(), _sender(arguments)
    # No process that is started from here on has to know them.
    for name in ("GRADEWRIGHT_FETCH_TOKEN", "GRADEWRIGHT_STATUS_TOKEN"):
        os.environ.pop(name, None)
    course = read_course(arguments.course)
    repositories = repositories_in(arguments.repositories)
    if arguments.branch and not is_branch(arguments.branch):
        raise UsageError(say("ci.odd_branch"))
    if arguments.gradebook:
        from gradewright.batch.recording import check_url

        check_url(arguments.gradebook)
    asked = Asked(
        out=arguments.out,
        assignment=arguments.assignment or "",
        branch=arguments.branch,
        threshold=arguments.threshold,
        levels=Levels(lowest=arguments.isolation),
        jobs=arguments.jobs or os.cpu_count() or 1,
        kept=kept_folder(arguments),
        token=token,
        sender=sender,
        context=arguments.context,
        performance=not arguments.no_performance,
        gradebook=arguments.gradebook,
    )
    pulled = pull(course, repositories, asked)
    broken = sum(bool(row.problem) for row in pulled.rows)
    values = {"new": str(pulled.new), "rows": str(len(pulled.rows)), "broken": str(broken)}
    tell_platform(platform_of(os.environ), class_summary(pulled), values)
    _print(pulled)
    if pulled.is_broken:
        return 3
    return 1 if below(pulled, arguments.threshold) else 0


def _print(pulled: Pulled) -> None:
    """Print a line a row; whose it is comes from the instructor's own list."""
    for row in pulled.rows:
        print(log_line(f"{'NEW ' if row.is_new else 'SAME'}  {row.student}  {_said(row)}"))
    count = len({row.student for row in pulled.rows})
    print(log_line(say("ci.pulled", count=count, new=pulled.new)))


def _said(row: Row) -> str:
    if row.problem:
        return row.problem
    if row.told is None:
        return say("ci.nothing_yet")
    if row.told.status != "graded":
        return f"{row.told.assignment}: {say(f'exports.description_{row.told.status}')}"
    return f"{row.told.assignment}: {points(row.told.score)} / {points(row.told.max_score)}"


def _token() -> Token | None:
    """Return what fetching needs, for the host that `GRADEWRIGHT_FETCH_HOST` or the job names."""
    secret = os.environ.get("GRADEWRIGHT_FETCH_TOKEN", "")
    if not secret:
        return None
    host = ""
    for name in ("GRADEWRIGHT_FETCH_HOST", "GITHUB_SERVER_URL", "CI_SERVER_URL"):
        host = host or os.environ.get(name, "").rstrip("/")
    kind = "gitlab" if os.environ.get("GITLAB_CI") == "true" else "github"
    return Token(host, _USER[kind], secret)


def _sender(arguments: argparse.Namespace) -> Sender | None:
    """Return where statuses go, None where they are only written.

    Raises:
        UsageError: there is no token, or no address.
    """
    if arguments.send is None:
        return None
    variable, usual = _API[arguments.send]
    api = arguments.api or os.environ.get(variable, usual)
    token = os.environ.get("GRADEWRIGHT_STATUS_TOKEN", "")
    if not token or not api.startswith(("https://", "http://")):
        raise UsageError(say("ci.cannot_send"))
    return Sender(arguments.send, api, token, arguments.context)
