"""Gradebooks in SQLite and on a PostgreSQL server that the tests start, and results for them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradewright.gradebook.store import Gradebook, open_gradebook
from gradewright.results import Isolation, QuestionResult, SubmissionResult, TestResult

COURSE = "Tiny"
_START_SECONDS = 60
Result = Callable[..., SubmissionResult]


def make_result(
    student: str = "ann",
    score: float = 2.0,
    *,
    slug: str = "sums",
    digest: str = "",
    created: str = "2026-11-03T02:00:00Z",
    **more: object,
) -> SubmissionResult:
    """Return a result of two questions: `total` has two tests of 1 point, `mean` has one."""
    earned = [min(1.0, max(0.0, score - place)) for place in range(3)]
    tests = [
        TestResult(f"t{n}", f"Test {n}", s, 1.0, "hidden", "", 0.1, "passed" if s else "failed")
        for n, s in enumerate(earned, 1)
    ]
    questions = (
        QuestionResult("total", "The total", sum(earned[:2]), 2.0, tuple(tests[:2])),
        QuestionResult("mean", "The mean", earned[2], 1.0, tuple(tests[2:])),
    )
    values: dict[str, object] = {
        "student": student,
        "assignment": slug,
        "files": (f"{student}.py",),
        "digest": digest or f"sha256:{student}-{score}",
        "status": "graded",
        "message": None,
        "isolation": Isolation(),
        "score": sum(earned),
        "max_score": 3.0,
        "seconds": 0.5,
        "questions": questions,
        "title": "Sums",
        "created": created,
        "seed": 11,
        "graded_with": "sha256:basis",
        "submitted": "2026-11-01T12:00:00Z",
        "submitted_from": "file",
    }
    return SubmissionResult(**{**values, **more})  # type: ignore[arg-type]


@pytest.fixture
def result() -> Result:
    """Return the maker of results."""
    return make_result


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs."""
    found = [Path(p).parent for name in ("postgres",) if (p := shutil.which(name))]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f.resolve() for f in found if (f / "initdb").exists()), None)


def _as_somebody() -> list[str]:
    """Return the words before a command that make it run as a user that the server accepts."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Return the folder of the socket of a server of our own; it listens nowhere else."""
    pytest.importorskip("psycopg", reason="the driver of PostgreSQL is not installed")
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs are not installed (Debian: postgresql)")
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL refuses to run as root, and setpriv is not there")
    # Paths of sockets may have 107 bytes: pytest's own folders are longer.
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    before, data = _as_somebody(), folder / "data"
    words = [programs / "initdb", "-D", data, "-A", "trust", "-U", "gw", "-E", "UTF8"]
    made = subprocess.run(
        [*before, *words, "--locale=C", "--no-sync"],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"initdb does not work here: {made.stderr.strip()[-300:]}")
    settings = ["-c", "listen_addresses=", "-k", folder, "-c", "fsync=off"]
    server = subprocess.Popen(
        [*before, programs / "postgres", "-D", data, *settings],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        _wait_for(folder, server)
        yield str(folder)
    finally:
        # Its word for "now": otherwise it waits for whoever is still connected.
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(folder: Path, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(f"host={folder} user=gw dbname=postgres").close()
        except psycopg.OperationalError:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def new_database(postgres: str) -> Callable[[], str]:
    """Return the maker of empty databases on the server: each call gives an URL."""
    import psycopg

    def make() -> str:
        name = f"book_{time.monotonic_ns()}"
        about = f"host={postgres} user=gw dbname=postgres"
        with psycopg.connect(about, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://gw@/{name}?host={postgres}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Return the maker of URLs of gradebooks that are not there yet, of both kinds in turn."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"{time.monotonic_ns()}.sqlite")
    make: Callable[[], str] = request.getfixturevalue("new_database")
    return make


@pytest.fixture
def book(new_url: Callable[[], str]) -> Iterator[Gradebook]:
    """Return an empty gradebook, of both kinds in turn."""
    book = open_gradebook(new_url())
    yield book
    book.close()
