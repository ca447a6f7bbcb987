"""The class page while results still come: at the start, in the middle, stopped, and at the end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from gradewright.reports import class_page, files
from gradewright.reports.early_page import EarlyPage, Part, Unfinished
from gradewright.reports.journal import NAME
from gradewright.reports.site import Site
from gradewright.results import LeftOut, RunInfo, SubmissionResult

PARTS = (
    Part("logistic_regression", "Logistic regression", 12),
    Part("planar_network", "A planar network", 12),
)
REFRESH = re.compile(r'<meta http-equiv="refresh" content="(\d+)">')


def page_of(out: Path) -> str:
    return (out / "index.html").read_text("utf-8")


class Clock:
    """A clock that is put by hand; writing a page takes `cost` seconds of it."""

    def __init__(self) -> None:
        self.now, self.cost = 100.0, 0.1
        self.pages: list[Unfinished] = []

    def __call__(self) -> float:
        return self.now

    def write(self, state: Unfinished) -> None:
        self.pages.append(state)
        self.now += self.cost


def test_at_the_start_there_is_a_page_that_says_that_nothing_is_graded_yet(
    run: RunInfo, tmp_path: Path, assert_harmless: Any
) -> None:
    site = Site(tmp_path, run)
    site.begin(PARTS, [LeftOut("class/notes.txt", "No Python in it.")], ["A class of 12."])
    html = page_of(tmp_path)
    text = assert_harmless(html, scripts=1).text
    assert "0 of 24 graded so far" in text
    assert "A planar network: 0 of 12" in text
    assert "class/notes.txt" in text
    assert "A class of 12." in text
    assert REFRESH.findall(html) == ["5"]
    # It leads nowhere yet.
    assert re.findall(r'href="(?!#)([^"]+)"', html) == []


def test_in_the_middle_it_shows_what_came_and_leads_to_it(
    made_up: tuple[SubmissionResult, ...], run: RunInfo, tmp_path: Path, outline: Any
) -> None:
    clock = Clock()
    site = Site(tmp_path, run, clock=clock)
    site.begin(PARTS)
    for result in made_up[:5]:
        site.add(result)
    assert "0 of 24 graded so far" in page_of(tmp_path)
    clock.now += 3
    site.refresh()
    html = page_of(tmp_path)
    text = outline(html).text
    assert "5 of 24 graded so far" in text
    assert "Logistic regression: 3 of 12" in text
    assert REFRESH.search(html)
    assert html.count('<th scope="row"><a href="students/') == 5
    for link in re.findall(r'href="(students/[^"#]+)', html):
        assert (tmp_path / link).is_file()
    assert "scores.csv" not in html


def test_at_the_end_nothing_of_it_is_left(
    made_up: tuple[SubmissionResult, ...], run: RunInfo, tmp_path: Path
) -> None:
    site = Site(tmp_path / "early", run)
    site.begin(PARTS)
    for result in made_up:
        site.add(result)
    site.finish()
    plain = Site(tmp_path / "plain", run)
    for result in made_up:
        plain.add(result)
    plain.finish()
    assert page_of(tmp_path / "early") == page_of(tmp_path / "plain")
    assert not REFRESH.search(page_of(tmp_path / "early"))
    assert "so-far" not in page_of(tmp_path / "early").partition("</style>")[2]


def test_a_run_that_was_stopped_in_order_says_so_and_has_its_files(
    made_up: tuple[SubmissionResult, ...], run: RunInfo, tmp_path: Path, outline: Any
) -> None:
    site = Site(tmp_path, run)
    site.begin(PARTS)
    for result in made_up[:7]:
        site.add(result)
    site.finish([LeftOut("class/zoya.py", "not graded yet")])
    html = page_of(tmp_path)
    text = outline(html).text
    assert "Stopped after 7 of 24" in text
    assert any("the same command goes on" in line for line in text)
    assert "class/zoya.py" in text
    assert not REFRESH.search(html)
    for name in ("scores.csv", "results.json"):
        assert f'href="{name}"' in html
        assert (tmp_path / name).is_file()


def test_a_run_that_broke_off_says_so(
    made_up: tuple[SubmissionResult, ...], run: RunInfo, tmp_path: Path, outline: Any
) -> None:
    site = Site(tmp_path, run)
    site.begin(PARTS)
    site.add(made_up[0])
    site.stop()
    html = page_of(tmp_path)
    assert "Stopped after 1 of 24" in outline(html).text
    assert not REFRESH.search(html)
    assert "results.json" not in html


def test_a_run_with_nothing_to_grade_shows_no_early_page(run: RunInfo, tmp_path: Path) -> None:
    clock = Clock()
    site = Site(tmp_path, run, clock=clock)
    site.begin([Part("planar_network", "A planar network", 0)])
    clock.now += 1_000
    site.refresh()
    site.stop()
    assert not (tmp_path / "index.html").exists()


def test_a_folder_that_is_gone_is_not_made_again(run: RunInfo, tmp_path: Path) -> None:
    clock = Clock()
    site = Site(tmp_path, run, clock=clock)
    site.begin(PARTS)
    (tmp_path / "index.html").unlink()
    (tmp_path / NAME).unlink()
    clock.now += 1_000
    site.refresh()
    site.stop()
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_at_the_end_hides_no_other_error(
    run: RunInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(tmp_path, run)
    site.begin(PARTS)

    def full(path: Path, _text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(files, "write", full)
    site.stop()
    assert "0 of 24 graded so far" in page_of(tmp_path)


def test_pages_come_every_three_seconds_at_most() -> None:
    clock = Clock()
    early = EarlyPage(PARTS, clock)
    early.begin(clock.write)
    for _ in range(40):
        early.count("planar_network")
        clock.now += 0.5
        early.refresh(clock.write)
    assert 5 <= len(clock.pages) - 1 <= 6
    assert clock.pages[-1].done > clock.pages[1].done > 0


def test_a_page_that_takes_long_comes_seldom_and_says_how_seldom() -> None:
    clock = Clock()
    clock.cost = 2.0
    early = EarlyPage(PARTS, clock)
    early.begin(clock.write)
    start, spent = clock.now, len(clock.pages) * clock.cost
    while clock.now < start + 400:
        early.count("planar_network")
        clock.now += 1.0
        early.refresh(clock.write)
    spent = len(clock.pages) * clock.cost - spent
    assert spent / 400 < 0.06
    assert len(clock.pages) > 8
    assert clock.pages[-1].refresh == 40


def test_the_time_goes_on_where_nothing_comes() -> None:
    clock = Clock()
    early = EarlyPage(PARTS, clock)
    early.begin(clock.write)
    for _ in range(60):
        clock.now += 1.0
        early.refresh(clock.write)
    assert 3 <= len(clock.pages) - 1 <= 4
    assert {page.done for page in clock.pages} == {0}


def test_hostile_titles_do_nothing_on_it(run: RunInfo, assert_harmless: Any) -> None:
    title = "</h2><script>alert(1)</script>"
    state = Unfinished((Part("a", title, 3, 1), Part("b", "B", 2)), "2026-01-01T10:00:05Z", 5)
    page = assert_harmless(class_page.render(run, [], unfinished=state), scripts=1)
    assert f"{title}: 1 of 3" in page.text
    assert any(line.startswith("As of 2026-01-01 10:00:05 UTC.") for line in page.text)
