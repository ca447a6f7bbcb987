"""The pages in a real browser, which is what sorts, filters and enforces the policy."""

from __future__ import annotations

import dataclasses
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gradewright.reports import class_page, notebook_copy, student_page
from gradewright.reports.early_page import Part, Unfinished

sys.path.insert(0, str(Path(__file__).parent))
from simulated import simulated_class

pytestmark = pytest.mark.browser


@pytest.fixture
def rows(made_up):
    return [
        class_page.class_row(result, f"students/{result.student}/{result.assignment}.html")
        for result in made_up
    ]


TABLE = """
const table = document.getElementById('a-logistic_regression-table');
const form = document.querySelector('form[data-table="a-logistic_regression-table"]');
const names = () => [...table.tBodies[0].rows].filter((row) => !row.hidden)
  .map((row) => row.cells[0].textContent.trim()).join(' ');
const sorted = () => table.querySelector('[aria-sort]').getAttribute('aria-sort');
const press = (column) => table.tHead.rows[0].cells[column].querySelector('button').click();
const enter = (name, value) => {
  form.elements[name].value = value;
  form.elements[name].dispatchEvent(new Event('input', {bubbles: true}));
};
"""


def test_the_table_sorts_filters_and_searches(rows, run, browse):
    steps = (
        TABLE
        + """
said.push(form.hidden, names());
press(1); said.push(names().split(' ').slice(0, 3).join(' '), sorted());
press(1); said.push(names().split(' ').slice(-3).join(' '), sorted());
press(0); press(0); said.push(names().split(' ')[0]);
press(0);
enter('find', 'KOVA'); said.push(names(), form.querySelector('output').textContent);
enter('find', ''); enter('show', 'full'); said.push(names());
enter('show', ''); enter('lost', '4'); said.push(names());
enter('lost', ''); said.push(names().split(' ').length);
"""
    )
    _, said = browse(class_page.render(run, rows), steps)
    everyone = sorted({row.student for row in rows})
    assert said == [
        "false",
        " ".join(everyone),
        "zoya.shevchenko bohdan.tkachenko ivan.petrenko",
        "ascending",
        "ivan.petrenko bohdan.tkachenko zoya.shevchenko",
        "descending",
        "zoya.shevchenko",
        "anna.kovalenko",
        "1 of 12 shown",
        "anna.kovalenko daryna.melnyk li.wei maria.garcia sofia.rossi",
        "andrii.bondar bohdan.tkachenko ivan.petrenko noah.okafor zoya.shevchenko",
        "12",
    ]


def test_rows_without_a_score_come_last_whichever_way_it_is_sorted(rows, run, browse):
    steps = TABLE.replace("logistic_regression", "planar_network") + (
        "press(3); said.push(names().split(' ').slice(-2).sort().join(' '));"
        "press(3); said.push(names().split(' ').slice(-2).sort().join(' '));"
        "enter('show', 'attention'); said.push(names().split(' ').sort().join(' '));"
    )
    _, said = browse(class_page.render(run, rows), steps)
    assert said == ["farid.haddad li.wei"] * 3


def test_a_thousand_rows_open_sort_and_filter_quickly(rows, run, browse):
    base = [row for row in rows if row.assignment == "logistic_regression"]
    many = [
        dataclasses.replace(base[i % 12], student=f"student {i:04d}", href=f"students/{i}/x.html")
        for i in range(1000)
    ]
    steps = TABLE + (
        "const start = performance.now(); press(1); enter('find', '099');"
        "document.body.getBoundingClientRect();"
        "said.push(performance.now() - start, form.querySelector('output').textContent);"
    )
    _, (milliseconds, shown) = browse(class_page.render(run, many), steps)
    assert shown == "11 of 1000 shown"
    assert float(milliseconds) < 3000


def test_faults_and_suspects_of_a_thousand_students_add_little_to_the_page(rows, run, browse):
    simulated, wrong = simulated_class(0, 1000, "outside_the_range")
    base = [row for row in rows if row.assignment == "planar_network" and row.status == "graded"]
    many = [
        dataclasses.replace(
            row,
            href=f"students/{i}/x.html",
            failed=tuple(dataclasses.replace(f, question="q0") for f in base[i % len(base)].failed),
        )
        for i, row in enumerate(simulated)
    ]
    plain = [dataclasses.replace(row, tests=(), times=(), failed=()) for row in many]
    steps = (
        "document.body.getBoundingClientRect();"
        "said.push(document.querySelectorAll('*').length,"
        " document.querySelectorAll('.failures li').length);"
    )
    page = class_page.render(run, many)
    assert wrong in page
    assert len(page) < 1_000_000
    _, (whole, groups) = browse(page, steps)
    _, (table, _) = browse(class_page.render(run, plain), steps)
    assert int(groups) >= 5
    assert int(whole) < 1.25 * int(table)


def test_an_unfinished_page_loads_itself_anew_until_the_run_is_done(rows, run, visit):
    state = Unfinished((Part("planar_network", "A planar network", 24, 3),), run.created, 1)
    pages = [class_page.render(run, rows[:3], unfinished=state)] * 2 + [
        class_page.render(run, rows)
    ]
    asked = []

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/":
                asked.append(self.path)
            page = pages[min(len(asked), len(pages)) - 1].encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_arguments: object):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shown = visit(f"http://127.0.0.1:{server.server_port}/", seconds=9)
        server.shutdown()
    assert len(asked) == 3
    assert "graded so far" not in shown
    assert shown.count('<th scope="row"><a href="students/') == len(rows)


HACK = "document.title='hacked'"
HOSTILE = f"</script></style></title><img src=x onerror={HACK}><script>{HACK}</script>"


def test_hostile_text_does_not_act(submission, run, browse):
    bad = dataclasses.replace(
        submission("li.wei", "planar_network"), student=HOSTILE, message=HOSTILE, notes=(HOSTILE,)
    )
    pages = [
        student_page.render(bad, run, notebook_href=None, class_href=""),
        class_page.render(run, [class_page.class_row(bad, "x.html")]),
        notebook_copy.render(HOSTILE + ".ipynb", HOSTILE.encode()),
    ]
    for page in pages:
        steps = "said.push(document.title === 'hacked', document.querySelectorAll('img').length);"
        _, said = browse(page, steps)
        assert said == ["false", "0"]


def test_the_policy_stops_what_would_get_through(submission, run, browse):
    page = student_page.render(
        submission("anna.kovalenko", "planar_network"), run, notebook_href=None, class_href=""
    )
    planted = "<script>document.documentElement.lang = 'xx'</script><p onclick='1' style='--a:1'>"
    _, said = browse(
        page.replace("<main", planted + "<main"), "said.push(document.documentElement.lang);"
    )
    assert said == ["en"]


def test_a_link_to_a_closed_failure_opens_it(submission, run, browse):
    page = student_page.render(
        submission("bohdan.tkachenko", "logistic_regression"),
        run,
        notebook_href=None,
        class_href="",
    )
    steps = (
        "const target = document.getElementById('t-5-1');"
        "said.push(target.closest('details').open);"
        "location.hash = 't-5-1'; said.push(target.closest('details').open);"
    )
    _, said = browse(page, steps)
    assert said == ["false", "true"]
