"""Several runs into one folder: nothing is lost, nothing is overwritten by less."""

from __future__ import annotations

import csv
import dataclasses
import errno
import json
from pathlib import Path

import pytest

from gradewright.errors import UsageError
from gradewright.reports import files
from gradewright.reports.holdings import Holdings
from gradewright.reports.journal import NAME
from gradewright.reports.site import Site
from gradewright.results import LeftOut, RunInfo, SubmissionResult


@pytest.fixture
def later(run: RunInfo) -> RunInfo:
    return dataclasses.replace(run, created="2025-03-14T09:00:00Z", seed=7)


def write(out, run, results, left_out=(), decisions=()):
    site = Site(out, run)
    outcomes = [site.add(result) for result in results]
    site.finish(left_out, decisions)
    return outcomes


def document(out):
    return json.loads((out / "results.json").read_text("utf-8"))


def entries(out) -> dict[tuple[str, str], dict]:
    return {(e["student"], e["assignment"]): e for e in document(out)["submissions"]}


def graded_in(run: RunInfo, result: SubmissionResult) -> SubmissionResult:
    return dataclasses.replace(result, created=run.created, seed=run.seed)


def without_score(result: SubmissionResult, status: str, message: str) -> SubmissionResult:
    return dataclasses.replace(result, status=status, message=message, score=0.0, questions=())


def test_a_second_run_keeps_the_class(made_up, run, later, submission, tmp_path):
    write(tmp_path, run, [graded_in(run, result) for result in made_up])
    before = entries(tmp_path)
    better = dataclasses.replace(submission("emma.schmidt", "planar_network"), score=9.5)
    newcomer = dataclasses.replace(better, student="yuki.tanaka")
    outcomes = write(tmp_path, later, [graded_in(later, r) for r in (better, newcomer)])
    assert outcomes == ["replaced", "added"]
    after = entries(tmp_path)
    assert len(after) == len(before) + 1 == 25
    changed = ("emma.schmidt", "planar_network")
    assert {k: v for k, v in after.items() if k in before and k != changed} == {
        k: v for k, v in before.items() if k != changed
    }
    assert (after[changed]["score"], after[changed]["seed"]) == (9.5, 7)
    with (tmp_path / "scores.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 25
    page = (tmp_path / "index.html").read_text("utf-8")
    assert page.count('<th scope="row"><a href="students/') == 25
    assert "23 of 25 results are of earlier runs" in page
    assert "Seed 7, 42" in page


def test_students_pages_stay_and_stand_where_they_stood(submission, run, later, tmp_path):
    one = submission("emma.schmidt", "planar_network")
    first, second = (dataclasses.replace(one, student=name) for name in ("Mia", "mia"))
    write(tmp_path, run, [second, first])
    places = {k: e["page"] for k, e in entries(tmp_path).items()}
    seen = {page: (tmp_path / page).read_bytes() for page in places.values()}
    assert len(seen) == 2
    write(tmp_path, later, [first])
    assert {k: e["page"] for k, e in entries(tmp_path).items()} == places
    untouched = places["mia", "planar_network"]
    assert (tmp_path / untouched).read_bytes() == seen[untouched]


def test_the_same_name_under_another_id_is_another_student(submission, run, later, tmp_path):
    one = submission("li.wei", "logistic_regression")
    write(tmp_path, run, [dataclasses.replace(one, student_id="11")])
    outcomes = write(tmp_path, later, [dataclasses.replace(one, student_id="12")])
    assert outcomes == ["added"]
    assert [e["student_id"] for e in document(tmp_path)["submissions"]] == ["11", "12"]


@pytest.mark.parametrize("status", ["failed", "unreadable"])
def test_a_score_is_not_replaced_by_none(submission, run, later, tmp_path, status):
    earlier = submission("emma.schmidt", "planar_network")
    write(tmp_path, run, [earlier])
    page = (tmp_path / "students/emma.schmidt/planar_network.html").read_bytes()
    worse = without_score(earlier, status, "The file ends in line 3.")
    assert write(tmp_path, later, [worse]) == ["kept"]
    # Once more: the reason is told once.
    assert write(tmp_path, later, [worse]) == ["kept"]
    (entry,) = document(tmp_path)["submissions"]
    assert (entry["status"], entry["score"]) == ("graded", earlier.score)
    assert entry["attention"].count("The file ends in line 3.") == 1
    assert (tmp_path / "students/emma.schmidt/planar_network.html").read_bytes() == page
    assert "The file ends in line 3." in (tmp_path / "index.html").read_text("utf-8")
    assert write(tmp_path, later, [earlier]) == ["replaced"]
    assert document(tmp_path)["submissions"][0]["attention"] == ""


def test_what_had_no_score_is_replaced_by_whatever_comes(submission, run, later, tmp_path):
    good = submission("emma.schmidt", "planar_network")
    write(tmp_path, run, [without_score(good, "failed", "x")])
    assert write(tmp_path, later, [without_score(good, "unreadable", "y")]) == ["replaced"]
    assert write(tmp_path, later, [good]) == ["replaced"]
    (entry,) = document(tmp_path)["submissions"]
    assert entry["status"] == "graded"


def test_left_out_entries_and_decisions_are_recorded(submission, run, tmp_path):
    entry = LeftOut("class/kim/notes.txt", "No Python in it.")
    write(tmp_path, run, [submission("li.wei", "planar_network")], [entry], ["a class of 3"])
    found = document(tmp_path)
    assert found["left_out"] == [{"path": "class/kim/notes.txt", "reason": "No Python in it."}]
    assert found["decisions"] == ["a class of 3"]
    holdings = Holdings(tmp_path, run.course)
    assert (holdings.left_out, holdings.decisions) == ((entry,), ("a class of 3",))
    assert holdings.seed == run.seed


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"schema": "x"}', "\xff", '{"schema": "gradewright/results/v1"'],
)
def test_damaged_results_are_refused_and_left_alone(run, tmp_path, text):
    file = tmp_path / "results.json"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=r"results\.json cannot be read as results"):
        Site(tmp_path, run)
    assert file.read_bytes() == text.encode("latin-1")
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_a_record_with_a_wrong_value_is_refused_with_its_place(made_up, run, tmp_path):
    write(tmp_path, run, made_up[:3])
    whole = document(tmp_path)
    whole["submissions"][1]["score"] = "many"
    (tmp_path / "results.json").write_text(json.dumps(whole))
    with pytest.raises(UsageError, match="score: a value of type str"):
        Site(tmp_path, run)


def test_another_program_may_lay_the_file_out_anew(made_up, run, later, tmp_path):
    write(tmp_path, run, made_up)
    whole = document(tmp_path)
    (tmp_path / "results.json").write_text(json.dumps(whole, sort_keys=True), "utf-8")
    write(tmp_path, later, [])
    assert document(tmp_path)["submissions"] == whole["submissions"]


def test_a_file_of_an_earlier_version_is_read(made_up, run, later, tmp_path):
    write(tmp_path, run, made_up[:4])
    whole = document(tmp_path)
    del whole["left_out"], whole["decisions"]
    for entry in whole["submissions"]:
        for key in ("attention", "student_id", "attempt", "late", "created", "seed", "only"):
            del entry[key]
        del entry["graded_with"], entry["page"]
    (tmp_path / "results.json").write_text(json.dumps(whole, indent=1))
    write(tmp_path, later, made_up[4:5])
    found = document(tmp_path)["submissions"]
    assert len(found) == 5
    assert all((tmp_path / entry["page"]).is_file() for entry in found)


def test_another_courses_results_are_refused(made_up, run, tmp_path):
    write(tmp_path, run, made_up[:1])
    before = (tmp_path / "results.json").read_bytes()
    other = dataclasses.replace(run, course="Linear algebra")
    with pytest.raises(UsageError, match="of the course “Neural networks”"):
        Site(tmp_path, other)
    assert (tmp_path / "results.json").read_bytes() == before


def test_two_runs_at_once_are_refused(made_up, run, tmp_path):
    first = Site(tmp_path, run)
    first.add(made_up[0])
    with pytest.raises(UsageError, match="Another run is writing"):
        Site(tmp_path, run)
    first.finish()
    assert Site(tmp_path, run).add(made_up[1]) == "added"


def test_a_journal_is_taken_over_however_often_it_takes(made_up, run, later, tmp_path):
    for number in range(3):
        site = Site(tmp_path, run)
        site.add(made_up[number])
        del site  # as if killed: nothing was finished
    assert not (tmp_path / "results.json").exists()
    write(tmp_path, later, made_up[3:4])
    assert len(entries(tmp_path)) == 4
    assert not (tmp_path / NAME).exists()


def test_what_a_killed_run_tore_is_cut_and_its_page_made(made_up, run, later, tmp_path):
    site = Site(tmp_path, run)
    site.add(made_up[0])
    del site
    page = tmp_path / "students" / made_up[0].student / f"{made_up[0].assignment}.html"
    page.unlink()
    with (tmp_path / NAME).open("ab") as journal:
        journal.write(b'{"student": "half')
    write(tmp_path, later, made_up[1:2])
    assert page.is_file()
    assert len(entries(tmp_path)) == 2


def test_a_damaged_journal_is_refused_and_left_alone(made_up, run, tmp_path):
    site = Site(tmp_path, run)
    for result in made_up[:3]:
        site.add(result)
    del site
    lines = (tmp_path / NAME).read_bytes().splitlines(keepends=True)
    lines[2] = lines[2][:40] + b"\n"
    (tmp_path / NAME).write_bytes(b"".join(lines))
    with pytest.raises(UsageError, match="line 3"):
        Site(tmp_path, run)
    assert (tmp_path / NAME).read_bytes() == b"".join(lines)


def test_a_full_disk_leaves_a_journal_that_can_be_gone_on_from(
    made_up, run, later, tmp_path, monkeypatch
):
    site = Site(tmp_path, run)
    site.add(made_up[0])

    def full(path: Path, _text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as context:
        context.setattr(files, "write", full)
        with pytest.raises(OSError, match="No space"):
            site.add(made_up[1])
    del site
    write(tmp_path, later, made_up[2:3])
    assert len(entries(tmp_path)) == 3
    for entry in entries(tmp_path).values():
        assert (tmp_path / entry["page"]).is_file()


def test_a_journal_that_is_gone_is_not_begun_anew(made_up, run, tmp_path):
    site = Site(tmp_path, run)
    site.add(made_up[0])
    (tmp_path / NAME).unlink()
    with pytest.raises(FileNotFoundError):
        site.add(made_up[1])
    assert not (tmp_path / NAME).exists()


def test_a_run_that_adds_nothing_leaves_no_journal(run, tmp_path):
    holdings = Holdings(tmp_path, run.course)
    assert (tmp_path / NAME).exists()
    holdings.release()
    assert not (tmp_path / NAME).exists()


def test_a_copy_of_other_work_does_not_stay_beside_the_page(
    submission, run, later, notebook, tmp_path
):
    one = submission("emma.schmidt", "planar_network")
    copy = tmp_path / "students" / "emma.schmidt" / "planar_network-notebook.html"
    site = Site(tmp_path, run)
    site.add(one, ("work.ipynb", notebook))
    site.finish()
    assert copy.is_file()
    write(tmp_path, later, [one])
    assert not copy.exists()


def test_a_page_outside_the_folder_is_not_written(submission, run, later, tmp_path):
    out = tmp_path / "out"
    write(out, run, [submission("emma.schmidt", "planar_network")])
    whole = document(out)
    whole["submissions"][0]["page"] = "students/../../stolen.html"
    (out / "results.json").write_text(json.dumps(whole))
    write(out, later, [])
    assert not (tmp_path / "stolen.html").exists()
    assert document(out)["submissions"][0]["page"] == "students/emma.schmidt/planar_network.html"
