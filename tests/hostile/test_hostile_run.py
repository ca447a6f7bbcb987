"""A class full of hostile work: its neighbours, the machine and the reports are as they were."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

NEIGHBOURS = ("00_first", "aa_loud", "m_secret", "n_notebook", "p_folder", "zz_last")
PARTS = [
    pytest.param(
        (world, part),
        id=f"{world}-{part}",
        marks=(pytest.mark.slow(seconds=120), pytest.mark.xdist_group(world)),
    )
    for world in (
        "namespaces-as-root",
        "namespaces-as-user",
        "landlock-as-user",
        "process-as-user",
    )
    for part in (("accidents",) if world.startswith("process") else ("crowd", "alone"))
]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module", params=PARTS)
def run(request: pytest.FixtureRequest, parts: Any) -> Any:
    return parts(*request.param)


@pytest.mark.slow(seconds=120)
@pytest.mark.xdist_group("namespaces-as-user")
@pytest.mark.parametrize("part", ["crowd", "alone"])
def test_a_process_for_each_test_comes_to_the_same(parts: Any, part: str) -> None:
    shared = parts("namespaces-as-user", part).students
    apart = parts("namespaces-as-user", part, apart=True).students
    table = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text(encoding="utf-8"))
    by_chance = {name for name, facts in table.items() if "up_to" in facts}
    assert shared.keys() == apart.keys()
    for name in shared.keys() - by_chance:
        assert verdicts(shared[name]) == verdicts(apart[name]), name


def verdicts(entry: Any) -> Any:
    tests = [test for question in entry["questions"] for test in question["tests"]]
    # A bomb ends by its time or by its memory, whichever comes first.
    return entry["status"], [(t["id"], t["status"] == "passed", t["score"]) for t in tests]


def sealed(run: Any) -> bool:
    """Tell whether the level promises that files and processes are shut off."""
    return not run.world.startswith("process")


def test_neighbours_keep_their_scores(run: Any) -> None:
    scores = {name: run.students[name]["score"] for name in NEIGHBOURS}
    assert scores == dict.fromkeys(NEIGHBOURS, 4)


def test_the_level_is_the_one_that_was_asked_for(run: Any) -> None:
    levels = {
        entry["isolation"]["level"]
        for entry in run.students.values()
        if entry["status"] == "graded"
    }
    assert levels == {run.world.partition("-")[0]}


def test_nobody_takes_longer_than_a_submission_may(run: Any) -> None:
    assert max(entry["seconds"] for entry in run.students.values()) < 20


def test_no_secret_is_in_what_is_handed_out(run: Any) -> None:
    for place, token in run.secrets.items():
        holders = {name for name, content in run.files.items() if token.encode() in content}
        own = {
            "neighbour": {"students/m_secret/numbers-notebook.html"},
            "out": {"earlier.txt"},
        }
        assert holders <= own.get(place, set()), place


def test_no_file_outside_is_changed(run: Any) -> None:
    assert run.observed["changed"] == []


def test_no_process_and_no_mount_is_left(run: Any) -> None:
    assert run.observed["left"] == []
    assert run.observed["mounts"] == 0


def test_no_server_is_reached(run: Any) -> None:
    assert run.observed["reached"] == []


def test_the_run_ends_well(run: Any) -> None:
    assert run.observed["code"] == 0
    assert "Traceback" not in run.observed["terminal"]


def test_the_terminal_gets_no_escapes(run: Any) -> None:
    odd = {c for c in run.observed["terminal"] if not c.isprintable() and c != "\n"}
    assert odd == set()


def test_links_and_pipes_are_no_submissions(run: Any) -> None:
    assert {"linked_file", "pipe"} & run.students.keys() == set()


# What a run writes for the class.
WRITTEN = {"results.json", "scores.csv", "statistics.csv", "index.html", "gradebook.sqlite"}


def test_the_results_are_sound(run: Any, repository: Path) -> None:
    schema = repository / "runner" / "gradewright" / "results.schema.json"
    document = json.loads(run.files["results.json"], parse_constant=pytest.fail)
    jsonschema.validate(document, json.loads(schema.read_text(encoding="utf-8")))
    assert set(run.files) - {"earlier.txt"} == {
        name for name in run.files if name in WRITTEN or name.startswith("students/")
    }


def test_no_cell_of_the_table_is_a_formula(run: Any) -> None:
    rows = list(csv.reader(io.StringIO(run.files["scores.csv"].decode(), newline="")))
    status = rows[0].index("status")
    left_out = [row for row in rows if row[status] == "left out"]
    assert len(rows) == len(run.students) + len(left_out) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


class Acting(HTMLParser):
    """Collects what in a page could act or ask for something from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "script":
            self.scripts += 1
        if tag in ("iframe", "object", "embed", "base", "applet", "frame", "link"):
            self.found.append(tag)
        if tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = values["content"]
        self.found += [name for name in values if name.startswith("on")]
        self.found += [value for name, value in values.items() if self._leads_out(name, value)]

    def _leads_out(self, name: str, value: str) -> bool:
        if name == "src":
            return not value.startswith("data:image/")
        harmless = (
            "#",
            "http://",
            "https://",
            "../",
            "students/",
            "numbers",
            "results",
            "scores",
            "statistics",
        )
        return name in ("href", "action", "formaction") and not value.startswith(harmless)


def test_no_page_can_act(run: Any) -> None:
    pages = {name: page for name, page in run.files.items() if name.endswith(".html")}
    assert len(pages) > len(run.students)
    for name, page in pages.items():
        parser = Acting()
        parser.feed(page.decode())
        assert parser.found == [], name
        assert parser.scripts == (1 if name == "index.html" else 0), name
        assert parser.policy.startswith("default-src 'none'"), name
