"""What README and docs name is there: files, pages, headings, data sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gradewright.course.reader import read_course
from gradewright.datasets.stand_ins import KEYS

ROOT = Path(__file__).resolve().parents[2]


def is_there(path: str) -> bool:
    """Tell whether a path is one of the repository, of the framework, or of the tutorial.

    What students hand in, and reports, are nowhere.
    """
    if re.search(r"[<>*…]|SLUG|plane\b|^(submissions?|grading)/.*(?<!\.py)$", path):
        return True
    return any((base / path).exists() for base in (ROOT, ROOT / "runner" / "gradewright"))


def paths_in(spans: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    rooms = {p.name for p in (ROOT / "runner" / "gradewright").iterdir() if p.is_dir()}
    tops = {p.name for p in ROOT.iterdir() if p.is_dir()} | rooms
    for page, span in spans:
        is_path = re.fullmatch(r"[\w.<>*-]+(/[\w.<>*-]+)*/?", span) and "/" in span
        if is_path and span.partition("/")[0] in tops:
            yield page, span


def test_every_file_that_is_named_is_there(spans: list[tuple[str, str]]) -> None:
    found = list(paths_in(spans))
    assert len(found) >= 40
    assert [(page, path) for page, path in found if not is_there(path)] == []
    odd = [("odd.md", path) for path in ("docs/nothing.md", "sandbox/base.py", "a word")]
    assert [is_there(path) for _, path in paths_in(odd)] == [False, True]


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def broken_links(pages: dict[str, str]) -> list[tuple[str, str]]:
    broken = []
    for page, text in pages.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if target.startswith("https://"):
                continue
            name, _, anchor = target.partition("#")
            file = (ROOT / page).parent / name if name else ROOT / page
            known = str(file.resolve().relative_to(ROOT))
            is_page = known in pages
            if not (file.exists() or is_page) or (anchor and anchor not in anchors(pages[known])):
                broken.append((page, target))
    return broken


def test_every_link_leads_somewhere(prose: dict[str, str]) -> None:
    assert broken_links(prose) == []
    odd = {"docs/odd.md": "# Odd\n[a](nothing.md) [b](#odd) [c](#even) [d](data.md#data)"}
    assert broken_links(prose | odd) == [("docs/odd.md", "nothing.md"), ("docs/odd.md", "#even")]


def test_every_page_can_be_found_from_the_readme(pages: dict[str, str]) -> None:
    seen, waiting = set(), ["README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page not in pages:
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)#\s]+\.md)", pages[page]):
            file = ((ROOT / page).parent / target).resolve()
            if file.is_relative_to(ROOT):
                waiting.append(str(file.relative_to(ROOT)))
    assert set(pages) - seen == set()


def test_prose_stands_in_lines_that_are_not_too_long(prose: dict[str, str]) -> None:
    lines = [(page, line) for page, text in prose.items() for line in text.splitlines()]
    free = ("|", "![")
    assert [(p, line) for p, line in lines if len(line) > 104 and not line.startswith(free)] == []


def test_data_sets_and_their_stand_ins_are_those_of_the_table(pages: dict[str, str]) -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| (?:`(\w+)`:|always)", pages["docs/data.md"], re.MULTILINE
    )
    assert {name: key or name for name, key in rows} == dict(KEYS)


def test_the_readme_names_every_assignment(pages: dict[str, str]) -> None:
    slugs = [assignment.slug for assignment in read_course(ROOT).assignments]
    assert [slug for slug in slugs if f"`{slug}`" not in pages["README.md"]] == []
