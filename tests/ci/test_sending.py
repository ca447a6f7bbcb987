"""Statuses reach an interface, once, with patience and to its own host alone."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.ci.conftest import RIGHT, WRONG, Ran, commit

from gradewright.ci.repositories import Repository
from gradewright.ci.sending import Sender, SendError
from gradewright.exports.told import told

TOKEN = "t0ken-of-statuses"


@dataclass
class Host:
    """A stand-in for a platform's interface: answers by its script, then with 201."""

    url: str = ""
    script: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def host() -> Iterator[Host]:
    held = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held.seen.append((self.path, {k.title(): v for k, v in self.headers.items()}, body))
            code, headers = held.script.pop(0) if held.script else (201, {})
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    held.url = f"http://127.0.0.1:{server.server_port}"
    yield held
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def send(host: Host, waits: list[float], wrong) -> Callable[..., None]:
    def to(kind: str = "github", project: str = "our/hw1 anna") -> None:
        sender = Sender(kind, f"{host.url}/api", TOKEN, "grade", waits.append)  # type: ignore[arg-type]
        repository = Repository("anna", "https://x.example/our/hw1", project)
        sender.send(repository, "c0ffee", told(wrong), 0.5)

    return to


@pytest.fixture
def wrong():
    from tests.reports.conftest import made_up_submission

    return made_up_submission("bohdan.tkachenko", "logistic_regression")


def test_github(host: Host, send) -> None:
    send("github")
    ((path, headers, body),) = host.seen
    assert path == "/api/repos/our/hw1%20anna/statuses/c0ffee"
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert body == {"state": "success", "context": "grade", "description": "7 of 10 points"}


def test_gitlab(host: Host, send) -> None:
    send("gitlab")
    ((path, headers, body),) = host.seen
    assert path == "/api/projects/our%2Fhw1%20anna/statuses/c0ffee"
    assert headers["Private-Token"] == TOKEN
    assert body == {"state": "success", "name": "grade", "description": "7 of 10 points"}


def test_gitea(host: Host, send) -> None:
    send("gitea")
    ((path, headers, _),) = host.seen
    assert path == "/api/repos/our/hw1%20anna/statuses/c0ffee"
    assert headers["Authorization"] == f"token {TOKEN}"


def test_limits_are_waited_for(host: Host, send, waits: list[float]) -> None:
    reset = str(int(time.time()) + 20)
    host.script = [
        (429, {"Retry-After": "7"}),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}),
        (502, {}),
        (201, {}),
    ]
    send()
    assert len(host.seen) == 4
    assert waits[0] == 7
    assert 15 < waits[1] <= 21
    assert waits[2] == 4


@pytest.mark.parametrize("code", [401, 403, 404, 422])
def test_a_refusal_is_not_repeated(code: int, host: Host, send, waits: list[float]) -> None:
    host.script = [(code, {})]
    with pytest.raises(SendError, match=f"HTTP {code}") as raised:
        send()
    assert (len(host.seen), waits) == (1, [])
    assert TOKEN not in str(raised.value)


def test_a_long_wait_is_left_to_the_next_pull(host: Host, send, waits: list[float]) -> None:
    host.script = [(429, {"Retry-After": "3600"})]
    with pytest.raises(SendError):
        send()
    assert waits == []


def test_an_interface_that_is_gone(wrong, waits: list[float]) -> None:
    sender = Sender("github", "http://127.0.0.1:9", TOKEN, "grade", waits.append)
    with pytest.raises(SendError, match="could not be sent"):
        sender.send(Repository("a", "", "o/a"), "c0ffee", told(wrong), None)
    assert waits == [1, 2, 4, 8]


def test_a_token_does_not_follow_to_another_host(host: Host, send) -> None:
    host.script = [(307, {"Location": f"{host.url}/elsewhere"})]
    with pytest.raises(SendError, match="HTTP 307"):
        send()
    assert [path for path, _, _ in host.seen] == ["/api/repos/our/hw1%20anna/statuses/c0ffee"]


def test_a_pull_tells_each_commit_once(
    host: Host, course: Path, job: Callable[..., Ran], tmp_path: Path
) -> None:
    bare = tmp_path / "bare"
    first = commit(bare / "anna.git", {"sums.py": RIGHT})
    second = commit(bare / "bohdan.git", {"sums.py": WRONG})
    (bare / "list").write_text(
        "anna anna.git our/anna\nbohdan bohdan.git our/bohdan\ncara anna.git\n"
    )
    words = (
        "ci", "pull", bare / "list", "--course", course, "--out", tmp_path / "out",
        "--send", "github", "--api", host.url, "--threshold", "90",
    )  # fmt: skip
    host.script = [(201, {}), (422, {})]
    ran = job("plain", *words, GRADEWRIGHT_STATUS_TOKEN=TOKEN)
    sent = {path: body["state"] for path, _, body in host.seen}
    assert sent == {
        f"/repos/our/anna/statuses/{first}": "success",
        f"/repos/our/bohdan/statuses/{second}": "failure",
    }
    # One was refused, one has no path on the host: both wait for a human, and cost no other.
    assert ran.code == 3
    assert "bohdan  The status could not be sent: HTTP 422." in ran.log
    assert "cara  The repository's path on its host is not known" in ran.log
    assert "anna  sums: 3 / 3" in ran.log

    (bare / "list").write_text("anna anna.git our/anna\nbohdan bohdan.git our/bohdan\n")
    host.seen.clear()
    assert job("plain", *words, GRADEWRIGHT_STATUS_TOKEN=TOKEN).code == 1
    assert [path for path, _, _ in host.seen] == [f"/repos/our/bohdan/statuses/{second}"]
    host.seen.clear()
    ran = job("plain", *words, GRADEWRIGHT_STATUS_TOKEN=TOKEN)
    assert (ran.code, host.seen) == (1, [])
    for file in (tmp_path / "out").rglob("*"):
        assert not file.is_file() or TOKEN.encode() not in file.read_bytes()


def test_sending_needs_a_token(course: Path, job: Callable[..., Ran], tmp_path: Path) -> None:
    commit(tmp_path / "bare" / "anna.git", {"sums.py": RIGHT})
    words = ("ci", "pull", tmp_path / "bare", "--course", course, "--out", tmp_path / "out")
    ran = job("plain", *words, "--send", "github", GRADEWRIGHT_STATUS_TOKEN="")
    assert ran.code == 2
    assert "GRADEWRIGHT_STATUS_TOKEN" in ran.errors
