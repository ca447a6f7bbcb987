"""Attacks that once succeeded, or whose end was not told clearly: each mended, and kept so.

They disturb others where they succeed, so each runs in a class of its own.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import sysconfig
from typing import Any

import pytest

pytestmark = pytest.mark.slow(seconds=100)

NAMESPACES = pytest.mark.parametrize("world", ["namespaces-as-root", "namespaces-as-user"])
# Tests of one function in turn with tests of another.
IN_TURN = '''\
import numpy as np
import pytest

from gradewright.checks import check_close


@pytest.mark.question("total")
@pytest.mark.parametrize("n", range(20))
def test_in_turn(student, n):
    """Hostile, innocent, hostile, innocent …."""
    if n % 2:
        check_close(student.shift(np.arange(3.0)), np.arange(3.0) - 1)
    else:
        check_close(student.total(np.ones(3)), 3.0)


@pytest.mark.question("shift")
def test_shift(student):
    """Shifted."""
    check_close(student.shift(np.arange(3.0)), np.arange(3.0) - 1)


@pytest.mark.question("summary")
def test_summary(student):
    """A summary."""
    assert student.summary(np.ones(3)) is not None
'''
PASSING = '''\
import numpy as np
import pytest

from gradewright.checks import check_close, check_keys


@pytest.mark.question("total")
@pytest.mark.parametrize("n", range(4))
def test_total(student, n):
    """A total."""
    check_close(student.total(np.ones(3)), 3.0)


@pytest.mark.question("shift")
def test_shift(student):
    """What one function returns is the next one's argument."""
    check_close(student.total(student.shift(np.arange(3.0))), 0.0)


@pytest.mark.question("summary")
def test_summary(student):
    """A summary."""
    check_close(check_keys(student.summary(np.ones(3)), ["n"])["n"], 3)
'''


def seconds_of(run: Any, student: str, test: str) -> float:
    tests = [t for q in run.students[student]["questions"] for t in q["tests"]]
    return next(float(t["seconds"]) for t in tests if test in t["id"])


# Code of a submission that runs in the judge.


@pytest.mark.parametrize("name", ["pickle", "struct", "multiprocessing"])
def test_a_file_in_the_folder_of_the_call_is_not_imported(
    grade: Any, honest: str, name: str
) -> None:
    marks = f"open('/srv/out/imported', 'w').write('imported')\n{honest}"
    files = {"ann.py": honest, f"{name}.py": marks, "zoe.py": honest}
    run = grade("namespaces-as-user", files, more={"cwd": "class", "path": "."})
    assert "imported" not in run.files
    assert {name: entry["score"] for name, entry in run.students.items()} == {
        "ann": 4,
        name: 4,
        "zoe": 4,
    }


# Neighbours that are hurt.


def test_as_root_a_fork_bomb_does_not_reach_other_judges(
    grade: Any, holes: Any, honest: str
) -> None:
    others = {f"z{n}.py": honest for n in range(8)}
    files = holes("takes_all_processes") | others
    run = grade("namespaces-as-root", files, jobs=2, limits={"test_seconds": 1.5})
    assert [run.students[f"z{n}"]["score"] for n in range(8)] == [4] * 8


def test_as_a_user_a_fork_bomb_does_not_reach_other_judges(
    grade: Any, holes: Any, honest: str
) -> None:
    others = {f"z{n}.py": honest for n in range(8)}
    files = holes("takes_all_processes") | others
    run = grade("namespaces-as-user", files, jobs=2, limits={"test_seconds": 1.5})
    assert [run.students[f"z{n}"]["score"] for n in range(8)] == [4] * 8


PRINTS = "import sys\nprint('@NEIGHBOUR@', file=sys.stderr)\n"


@pytest.fixture(scope="module")
def stderr_run(request: pytest.FixtureRequest, grade: Any, holes: Any, honest: str) -> Any:
    printing = honest.replace("    return", "    print('hello', file=sys.stderr)\n    return")
    files = holes("reads_stderr", "fills_stderr") | {
        "a_victim.py": PRINTS + honest,
        "zz_printing.py": "import sys\n" + printing,
        "m_first.py": honest,
    }
    return grade(request.param, files)


ONE_BY_ONE = pytest.mark.parametrize(
    "stderr_run", ["namespaces-as-root", "namespaces-as-user"], indirect=True
)


@ONE_BY_ONE
def test_what_others_print_cannot_be_read(stderr_run: Any) -> None:
    assert stderr_run.secrets["neighbour"] not in stderr_run.shown("reads_stderr")


@ONE_BY_ONE
def test_a_full_stderr_is_nobody_elses(stderr_run: Any) -> None:
    assert stderr_run.students["zz_printing"]["score"] == 4


@pytest.fixture(scope="module")
def dev_run(grade: Any, holes: Any, honest: str) -> Any:
    files = holes("keeps_in_dev", "keeps_in_dev_reader", "lowers_others") | {"zz.py": honest}
    return grade("namespaces-as-user", files)


def test_nothing_is_kept_in_dev_for_others(dev_run: Any) -> None:
    assert "was left []" in dev_run.shown("keeps_in_dev_reader")


def test_dev_cannot_be_filled(dev_run: Any) -> None:
    assert "0 bytes were written" in dev_run.shown("keeps_in_dev")


def test_other_processes_cannot_be_lowered(dev_run: Any) -> None:
    assert "changed []" in dev_run.shown("lowers_others")


@pytest.mark.parametrize("world", ["landlock-as-user", "process-as-user"])
def test_a_user_with_many_processes_can_grade(grade: Any, honest: str, world: str) -> None:
    many = """
import subprocess, sys
many = [subprocess.Popen(["/bin/sleep", "60"]) for _ in range(40)]
sys.exit(subprocess.call(sys.argv[1:]))
"""
    run = grade(world, {"ann.py": honest}, before=many)
    assert run.students["ann"]["score"] == 4


@NAMESPACES
def test_one_test_does_not_cost_the_next(grade: Any, holes: Any, world: str) -> None:
    run = grade(world, holes("interrupts_the_session"), more={"graders": IN_TURN})
    tests = run.students["interrupts_the_session"]["questions"][0]["tests"]
    assert [test["status"] for test in tests][1::2] == ["passed"] * 10


# Submissions that pass for our own fault, or take the judge's time.


@pytest.fixture(scope="module")
def odd_run(request: pytest.FixtureRequest, grade: Any, holes: Any, honest: str) -> Any:
    names = ("array_as_kind", "array_on_control", "array_as_probe", "hash_collisions")
    names += ("other_networks",)
    files = holes(*names) | {
        "trace_of_a_long_file/numbers.py": holes("trace_of_a_long_file").popitem()[1],
        "trace_of_a_long_file/long.txt": b"\n" * 1_000_000,
        "semi;=cmd|' !A0.py": honest,
        "zz.py": honest,
    }
    return grade(request.param, files, jobs=2)


ODD = pytest.mark.parametrize(
    "odd_run", ["namespaces-as-root", "namespaces-as-user"], indirect=True
)


@ODD
def test_odd_work_leaves_honest_work_alone(odd_run: Any) -> None:
    assert odd_run.students["zz"]["score"] == 4


@pytest.mark.parametrize("name", ["array_as_kind", "array_on_control", "array_as_probe"])
@ODD
def test_arrays_for_words_are_a_broken_rule(odd_run: Any, name: str) -> None:
    entry = odd_run.students[name]
    assert (entry["status"], entry["score"]) == ("graded", 0), entry["message"]


@ODD
def test_colliding_keys_take_no_time(odd_run: Any) -> None:
    assert seconds_of(odd_run, "hash_collisions", "test_printed") < 1.2


@ODD
def test_a_claimed_trace_takes_no_time(odd_run: Any) -> None:
    assert seconds_of(odd_run, "trace_of_a_long_file", "test_printed") < 1.2


@ODD
def test_no_other_network_can_be_used(odd_run: Any, caged: Any) -> None:
    code = "import socket; socket.socket(40, socket.SOCK_STREAM)"
    if caged("user", 10, [sys.executable, "-c", code]).returncode != 0:
        pytest.skip("this machine has no AF_VSOCK")
    assert "made []" in odd_run.shown("other_networks")


@pytest.mark.parametrize("separator", [";"])
@ODD
def test_no_cell_is_a_formula_whatever_separates_cells(odd_run: Any, separator: str) -> None:
    text = odd_run.files["scores.csv"].decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.fixture(scope="module")
def passing_run(grade: Any, holes: Any, honest: str) -> Any:
    files = holes("slow_reloads", "too_deep_to_pass_on") | {"zz.py": honest}
    more = {"graders": PASSING}
    limits = {"submission_seconds": 2.0}
    return grade("namespaces-as-user", files, jobs=2, limits=limits, more=more)


def test_loading_again_is_part_of_the_submissions_time(passing_run: Any) -> None:
    assert passing_run.students["zz"]["score"] == 4
    assert passing_run.students["slow_reloads"]["seconds"] < 2.0 + 2 * 2.0


def test_what_came_in_an_answer_can_be_passed_on(passing_run: Any) -> None:
    entry = passing_run.students["too_deep_to_pass_on"]
    assert (entry["status"], entry["score"]) == ("graded", 0), entry["message"]


# Memory.


@pytest.fixture(scope="module")
def memory_run(request: pytest.FixtureRequest, grade: Any, holes: Any, honest: str) -> Any:
    names = ("memory_in_files", "memory_in_processes", "memory_shared", "memory_behind_threads")
    limits = {"test_seconds": 4.0, "submission_seconds": 30.0}
    return grade(request.param, holes(*names) | {"zz.py": honest}, limits=limits)


MEMORY = pytest.mark.parametrize(
    "memory_run", ["namespaces-as-root", "namespaces-as-user"], indirect=True
)


@MEMORY
def test_memory_bombs_leave_honest_work_alone(memory_run: Any) -> None:
    assert memory_run.students["zz"]["score"] == 4


@pytest.mark.parametrize("name", ["memory_in_files", "memory_shared", "memory_behind_threads"])
@MEMORY
def test_memory_is_counted_wherever_it_is(memory_run: Any, name: str) -> None:
    assert "held 6" not in memory_run.shown(name)


@MEMORY
def test_who_takes_too_much_memory_is_told_so(memory_run: Any) -> None:
    assert "memory" in memory_run.shown("memory_in_processes").replace("memory_in_processes", "")


# Secrets in sight.


def test_a_course_inside_the_virtual_environment_stays_hidden(grade: Any, holes: Any) -> None:
    site = sysconfig.get_path("purelib")
    before = f"""
import subprocess, sys, venv
from pathlib import Path
venv.create("/srv/course", with_pip=False, symlinks=True)
packages = next(Path("/srv/course/lib").glob("python*/site-packages"))
(packages / "others.pth").write_text("import site; site.addsitedir({site!r})")
sys.exit(subprocess.call(sys.argv[1:]))
"""
    more = {"python": "/srv/course/bin/python"}
    run = grade("namespaces-as-user", holes("reads_the_prefix"), before=before, more=more)
    shown = run.shown("reads_the_prefix")
    assert "the prefix holds" in shown
    assert [place for place, token in run.secrets.items() if token in shown] == []


# Landlock.


@pytest.fixture(scope="module")
def landlock_run(grade: Any, holes: Any, honest: str) -> Any:
    files = holes("landlock_sockets", "landlock_shared_memory") | {"zz_last.py": honest}
    more = {"shared_memory": True}
    return grade("landlock-as-user", files, limits={"processes": 80}, more=more)


def test_landlock_shuts_off_services_of_the_machine(landlock_run: Any) -> None:
    assert landlock_run.observed["reached"] == []


def test_landlock_shuts_off_shared_memory(landlock_run: Any) -> None:
    token = landlock_run.secrets["tmp"]
    assert token not in landlock_run.shown("landlock_shared_memory")


def test_landlock_keeps_the_rights_on_files(grade: Any, holes: Any, neighbours: Any) -> None:
    files = holes("landlock_modes") | neighbours
    run = grade("landlock-as-user", files, limits={"processes": 80})
    assert run.observed["changed"] == []
    assert run.students["zz_last"]["score"] == 4


def test_landlock_keeps_the_limits_of_others(grade: Any, holes: Any, honest: str) -> None:
    files = holes("landlock_limits") | {"zz.py": honest}
    run = grade("landlock-as-user", files, limits={"processes": 80})
    assert run.observed["code"] == 0
    assert run.students["zz"]["score"] == 4


# Pages.


@pytest.mark.parametrize(
    ("kind", "source"), [("code", "   \n" * 4995 + "x"), ("markdown", "\\\\(" * 6600)]
)
def test_a_page_is_made_in_no_time(kind: str, source: str) -> None:
    code = f"""
import json, time
from gradewright.reports.notebook_copy import render
cell = {{"cell_type": {kind!r}, "source": {source!r}, "metadata": {{}}, "outputs": []}}
content = json.dumps({{"cells": [cell], "nbformat": 4, "metadata": {{}}}}).encode()
started = time.process_time()
render("x.ipynb", content)
print(time.process_time() - started)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert float(done.stdout) < 0.3


# What holds.


@NAMESPACES
def test_a_judge_that_is_killed_leaves_no_process(grade: Any, honest: str, world: str) -> None:
    endless = """
import os, time
def total(x):
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
    time.sleep(60)
shift = summary = total
"""
    files = {"a_endless.py": endless, "zz.py": honest}
    limits = {"test_seconds": 15.0}
    run = grade(world, files, limits=limits, more={"kill_judges": 6})
    assert run.observed["left"] == []
    assert run.students["a_endless"]["status"] == "failed"
    assert run.students["zz"]["score"] == 4


# Inputs that can be foretold.


@NAMESPACES
def test_the_seed_of_a_call_foretells_no_inputs(grade: Any, holes: Any, world: str) -> None:
    run = grade(world, holes("finds_the_seed"), options=("--seed", "20261127"))
    shown = run.shown("finds_the_seed")
    assert "not foretold, with a seed of int" in shown
    assert shown.count("foretold") == shown.count("not foretold")


# What the whole machine has one store of.


@pytest.fixture(scope="module")
def stores_run(request: pytest.FixtureRequest, grade: Any, holes: Any) -> Any:
    return grade(request.param, holes("memory_nobody_counts", "shares_of_the_machine"))


STORES = pytest.mark.parametrize(
    "stores_run", ["namespaces-as-root", "namespaces-as-user"], indirect=True
)


@STORES
def test_no_memory_queue_or_watch_outlives_its_process(stores_run: Any) -> None:
    assert "of 9 kinds got []" in stores_run.shown("memory_nobody_counts")


@STORES
def test_a_submission_cannot_have_others_end_first(stores_run: Any) -> None:
    assert "ends at 1000" in stores_run.shown("memory_nobody_counts")


@STORES
def test_terminals_and_timers_are_left_for_others(stores_run: Any) -> None:
    assert "0 terminals, 256 timers" in stores_run.shown("shares_of_the_machine")


@STORES
def test_proc_tells_what_libraries_need_and_no_more(stores_run: Any) -> None:
    shown = stores_run.shown("shares_of_the_machine")
    assert "told [], 0 lists of mounts, without []" in shown
