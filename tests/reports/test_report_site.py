"""The output folder: written as submissions come, safe against a kill, the same every time."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from gradewright.reports.journal import NAME
from gradewright.reports.site import Site
from gradewright.results import Results, to_json


def recovered(journal: Path) -> list[Any]:
    """Return what a killed run left: not the course in line 1, nor a torn last line."""
    return [json.loads(line) for line in journal.read_bytes().split(b"\n")[1:-1]]


def _files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _write(out, run, results, content=None):
    site = Site(out, run)
    for result in results:
        site.add(result, content)
    return site.finish()


def test_the_folder_holds_what_was_promised(made_up, run, notebook, tmp_path):
    index = _write(tmp_path / "out", run, made_up, ("work.ipynb", notebook))
    assert index == tmp_path / "out" / "index.html"
    names = set(_files(tmp_path / "out"))
    assert {"index.html", "scores.csv", "statistics.csv", "results.json"} < names
    assert "students/anna.kovalenko/planar_network.html" in names
    assert "students/anna.kovalenko/planar_network-notebook.html" in names
    assert len(names) == 4 + 2 * 24


def test_results_are_those_of_to_json_by_student_and_assignment(made_up, run, tmp_path):
    _write(tmp_path, run, made_up)
    ordered = tuple(
        dataclasses.replace(r, page=f"students/{r.student}/{r.assignment}.html")
        for r in sorted(made_up, key=lambda r: (r.student, r.assignment))
    )
    assert (tmp_path / "results.json").read_text("utf-8") == to_json(Results(run, ordered))


def test_the_order_of_finishing_changes_nothing(made_up, run, notebook, tmp_path):
    shuffled = list(made_up)
    random.Random(3).shuffle(shuffled)
    _write(tmp_path / "one", run, made_up, ("work.ipynb", notebook))
    _write(tmp_path / "two", run, shuffled, ("work.ipynb", notebook))
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_every_link_of_the_class_page_leads_to_a_page_and_an_anchor(made_up, run, tmp_path):
    index = _write(tmp_path, run, made_up)
    links = set(re.findall(r'href="([^"#]+)(?:#([^"]+))?"', index.read_text("utf-8")))
    assert len(links) > 150
    for link, anchor in links:
        target = tmp_path / unquote(link)
        assert target.is_file(), link
        assert not anchor or f'id="{anchor}"' in target.read_text("utf-8"), (link, anchor)


def test_every_link_of_a_students_page_leads_to_a_file_and_an_anchor(
    made_up, run, notebook, tmp_path
):
    _write(tmp_path, run, made_up, ("work.ipynb", notebook))
    for page in (tmp_path / "students").rglob("*.html"):
        for link, anchor in re.findall(r'href="([^"#:]+)(?:#([^"]+))?"', page.read_text("utf-8")):
            target = page.parent / unquote(link)
            assert target.is_file(), (page, link)
            assert not anchor or f'id="{anchor}"' in target.read_text("utf-8"), (link, anchor)


def test_names_that_would_meet_in_one_file_stay_apart(submission, run, tmp_path):
    one = submission("anna.kovalenko", "planar_network")
    names = [
        "Anna",
        "anna",
        "a/b",
        "a_b",
        "a\\b",
        "../x",
        ".x",
        "x" * 200,
        "x" * 201,
        "e\u0301",
        "\xe9",
    ]
    site = Site(tmp_path, run)
    for name in names:
        site.add(dataclasses.replace(one, student=name))
    site.add(dataclasses.replace(one, student="anna", assignment="other"))
    site.add(dataclasses.replace(one, student="anna", student_id="7"))
    site.add(dataclasses.replace(one, student="Anna"))
    site.finish()
    entries = json.loads((tmp_path / "results.json").read_text("utf-8"))["submissions"]
    assert len(entries) == 14
    pages = {unquote(entry["page"]).casefold() for entry in entries}
    assert len(pages) == len(entries)
    folders = {Path(e["page"]).parent for e in entries if e["student"] == "anna"}
    assert len(folders) == 1
    for entry in entries:
        page = tmp_path / unquote(entry["page"])
        assert page.is_file()
        assert page.parent.parent == tmp_path / "students"
    # Two of one name in one run: neither is lost.
    assert "Anna (2)" in {entry["student"] for entry in entries}


def test_a_page_is_on_disk_as_soon_as_it_was_added(submission, run, tmp_path):
    site = Site(tmp_path, run)
    site.add(submission("anna.kovalenko", "planar_network"))
    assert (tmp_path / "students" / "anna.kovalenko" / "planar_network.html").is_file()
    assert [r["student"] for r in recovered(tmp_path / NAME)] == ["anna.kovalenko"]
    assert not (tmp_path / "results.json").exists()


def test_a_killed_run_keeps_what_was_added_and_the_next_takes_it_over(made_up, run, tmp_path):
    conftest = str(Path(__file__).with_name("conftest.py"))
    script = f"""
import importlib.util, os, signal
spec = importlib.util.spec_from_file_location("made_up", {conftest!r})
made_up = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made_up)
from gradewright.reports.site import Site
from pathlib import Path
site = Site(Path({str(tmp_path)!r}), made_up.made_up_run())
for number, result in enumerate(made_up.made_up_class()):
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    site.add(result)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    kept = recovered(tmp_path / NAME)
    assert [(r["student"], r["assignment"]) for r in kept] == [
        (r.student, r.assignment) for r in made_up[:7]
    ]
    kept[0]["page"] = ""
    assert kept[0] == json.loads(to_json(Results(run, made_up[:1])))["submissions"][0]
    for record in kept:
        assert (
            tmp_path / "students" / record["student"] / f"{record['assignment']}.html"
        ).is_file()
    _write(tmp_path, run, made_up[10:12])
    document = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert len(document["submissions"]) == 9
    assert not (tmp_path / NAME).exists()


def test_a_torn_last_line_is_left_out(submission, run, tmp_path):
    site = Site(tmp_path, run)
    site.add(submission("anna.kovalenko", "planar_network"))
    with (tmp_path / NAME).open("ab") as journal:
        journal.write(b'{"student": "half')
    assert len(recovered(tmp_path / NAME)) == 1


def test_no_draft_is_left_behind(made_up, run, tmp_path):
    _write(tmp_path, run, made_up[:3])
    assert not [name for name in _files(tmp_path) if name.endswith((".tmp", ".jsonl"))]


def test_a_failed_finish_leaves_the_journal(made_up, run, tmp_path):
    site = Site(tmp_path, run)
    site.add(made_up[0])
    (tmp_path / "scores.csv").mkdir()
    with pytest.raises(OSError, match="scores"):
        site.finish()
    assert len(recovered(tmp_path / NAME)) == 1


def test_files_get_the_ordinary_permissions(submission, run, tmp_path):
    Site(tmp_path, run).add(submission("anna.kovalenko", "planar_network"))
    page = tmp_path / "students" / "anna.kovalenko" / "planar_network.html"
    mask = os.umask(0)
    os.umask(mask)
    assert page.stat().st_mode & 0o777 == 0o666 & ~mask
