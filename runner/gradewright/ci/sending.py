"""Send statuses to a platform's interface: patient with its limits, and never twice the same."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gradewright.ci.repositories import Repository
from gradewright.exports.statuses import github_status, gitlab_status
from gradewright.exports.told import Told
from gradewright.phrases import say

Kind = Literal["github", "gitea", "gitlab"]

_TRIES = 5
_SECONDS = 30.0
_LONGEST_WAIT = 120.0  # all waits of one run for one status
_MOST_BYTES = 100_000


class SendError(Exception):
    """A status could not be sent; the message says why and holds no secret."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token goes to the host that was named, and to no other."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        """Follow nothing."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Where statuses go.

    Attributes:
        kind: whose interface it is.
        api: its address, such as `https://api.github.com` or `https://gitlab.com/api/v4`.
        token: what it asks for.
        context: the status' name.
        sleep: waits so many seconds.
    """

    kind: Kind
    api: str
    token: str
    context: str
    sleep: Callable[[float], None] = time.sleep

    def send(
        self, repository: Repository, commit: str, told: Told, threshold: float | None
    ) -> None:
        """Set the status of a commit.

        Raises:
            SendError: it was refused, or the interface does not answer.
        """
        self._post(*self.request(repository, commit, told, threshold))

    def request(
        self, repository: Repository, commit: str, told: Told, threshold: float | None
    ) -> tuple[str, dict[str, str]]:
        """Return the address and the body that set the status of a commit."""
        name, status = repository.project, f"statuses/{urllib.parse.quote(commit)}"
        if self.kind == "gitlab":
            place = f"projects/{urllib.parse.quote(name, safe='')}/{status}"
            return self._at(place), gitlab_status(told, self.context, threshold)
        place = f"repos/{urllib.parse.quote(name)}/{status}"
        return self._at(place), github_status(told, self.context, threshold)

    def _at(self, place: str) -> str:
        return f"{self.api.rstrip('/')}/{place}"

    def _post(self, address: str, body: Mapping[str, str]) -> None:
        opener = urllib.request.build_opener(_NoRedirect)
        waited = 0.0
        for attempt in range(_TRIES):
            request = urllib.request.Request(  # noqa: S310 - http(s) was asked for by the instructor
                address, json.dumps(body).encode(), self._headers(), method="POST"
            )
            try:
                with opener.open(request, timeout=_SECONDS) as answer:
                    answer.read(_MOST_BYTES)
                    return
            except urllib.error.HTTPError as error:
                wait, why = _wait_of(error, attempt), f"HTTP {error.code}"
                error.close()
            except (OSError, http.client.HTTPException) as error:
                wait, why = float(2**attempt), type(error).__name__
            if wait is None or attempt == _TRIES - 1 or waited + wait > _LONGEST_WAIT:
                raise SendError(say("ci.not_sent", why=why))
            self.sleep(wait)
            waited += wait

    def _headers(self) -> dict[str, str]:
        common = {"Content-Type": "application/json", "User-Agent": "gradewright"}
        if self.kind == "gitlab":
            return common | {"PRIVATE-TOKEN": self.token}
        if self.kind == "gitea":
            return common | {"Authorization": f"token {self.token}"}
        return common | {
            "Authorization": f"Bearer {self.token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }


def _wait_of(error: urllib.error.HTTPError, attempt: int) -> float | None:
    """Return how long to wait before the next try, None where there is no use in one."""
    headers = error.headers
    after = headers.get("Retry-After", "")
    if error.code in {403, 429} and after.isdecimal():
        return float(after)
    reset = headers.get("X-RateLimit-Reset", headers.get("RateLimit-Reset", ""))
    is_spent = headers.get("X-RateLimit-Remaining", headers.get("RateLimit-Remaining")) == "0"
    if error.code in {403, 429} and is_spent and reset.isdecimal():
        return max(1.0, float(reset) - time.time() + 1.0)
    if error.code == 429 or error.code >= 500:
        return float(2**attempt)
    return None
