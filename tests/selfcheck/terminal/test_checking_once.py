"""A check where there is no terminal: what it prints, and its exit codes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).with_name("golden")


def test_all_passed(work: Any) -> None:
    done = work.check()
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "sums.py · Sums and means"
    assert [line.split()[0] for line in lines[2:8]] == ["PASS"] * 2 + ["HIDDEN"] + ["PASS"] * 2 + [
        "HIDDEN"
    ]
    assert "All tests that are here pass." in lines
    assert "\x1b" not in done.stdout


def test_the_stub_is_all_to_do(work: Any) -> None:
    work.write(work.stub)
    done = work.check()
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert sum(line.startswith("TODO   ") for line in lines) == 4
    assert "0 of the 2.5 points" in done.stdout


def test_the_first_failure_alone_is_opened(work: Any) -> None:
    work.write(work.wrong)
    done = work.check()
    assert done.returncode == 1
    assert done.stdout.count("how much") == 1
    everything = work.check("--all", "--seed", "3")
    assert everything.stdout.count("how much") == 4
    assert "Seed of the fresh inputs: 3" in everything.stdout


def test_a_question_by_its_name(work: Any) -> None:
    done = work.check("mean")
    assert done.returncode == 0
    assert "total" not in done.stdout
    assert not (work.folder / ".gradewright-progress.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("median",), "There is no question median. The questions are: total, mean."),
        (("other.py",), "There is no other.py here."),
        (("sums.py", "."), "Only one file or folder"),
        (("--kit", "sums.py"), "damaged"),
        (("--colour",), "unrecognized arguments: --colour"),
        (("--html", "--json"), "not allowed with"),
    ],
)
def test_wrong_usage(work: Any, words: tuple[str, ...], said: str) -> None:
    done = work.check(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_to_check(work: Any) -> None:
    work.file.unlink()
    done = work.check()
    assert done.returncode == 2
    assert "no sums.ipynb or sums.py" in done.stderr


def test_json_is_as_agreed(work: Any) -> None:
    work.write(work.stub.replace("raise NotImplementedError", "print('näh')\n    return 4.0", 1))
    done = work.check("--json", "--seed", "5")
    assert done.returncode == 1
    assert done.stdout.isascii()
    shown = re.sub(r'"seconds": [0-9.e-]+', '"seconds": 0', done.stdout)
    assert shown == (GOLDEN / "check.json").read_text(encoding="utf-8")
    assert json.loads(shown)["questions"][0]["tests"][0]["printed"] == "näh\n"


def test_a_page_that_needs_nothing_else(work: Any) -> None:
    work.write(work.wrong.replace("np.sum(x) + 1", "np.sum(x) + 1  # <b>"))
    done = work.check("--html")
    assert done.returncode == 1
    page = (work.folder / "check-report.html").read_text(encoding="utf-8")
    assert "The page of this check:" in done.stdout
    assert page.startswith("<!doctype html>")
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert page.count("<details") == 4
    assert page.count("<details open") == 1
    assert '<span class="state hidden">HIDDEN</span>' in page


def test_what_was_printed_is_cut_with_a_word(work: Any) -> None:
    printing = "print('x' * 40 + '\\x1b[31m', end='\\n' * 3)\n    " * 30
    work.write(work.wrong.replace("return np.sum(x) + 1", printing + "return np.sum(x) + 1"))
    done = work.check("total")
    assert "Your code printed:" in done.stdout
    assert re.search(r"… and [\d,]+ characters more", done.stdout)
    assert "\x1b" not in done.stdout


def test_code_that_prints_and_reads_where_it_should_not(work: Any) -> None:
    noise = "import os, sys\nos.write(1, b'{}\\n')\nprint('→ loading')\nsys.stdout.flush()\n"
    noise += "os.system('echo loud; echo louder >&2')\n"
    work.write(noise + work.right.replace("return np.sum", "os.write(1, b'[]\\n'); return np.sum"))
    done = work.check()
    assert done.returncode == 0, done.stdout
    assert "loud" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import os; os._exit(3)", "ended before it returned"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("raise SystemExit", "SystemExit"),
        ("import signal, os; os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
    ],
)
def test_a_process_that_ends_costs_a_test(work: Any, line: str, said: str) -> None:
    body = f"if len(x) == 2: {line}\n    return np.sum(x)"
    work.write(work.right.replace("return np.sum(x)", body))
    done = work.check()
    assert done.returncode == 1
    assert said in done.stdout
    words = [each.split()[0] for each in done.stdout.splitlines() if each[:4] in ("PASS", "FAIL")]
    assert words == ["FAIL", "PASS", "PASS", "PASS"], done.stdout
    assert "call  total([1.0, 2.0])" in done.stdout


def test_a_file_that_ends_the_process_is_loaded_with_less(work: Any) -> None:
    work.write(f"import os\nLIMIT = os._exit(1)\n{work.right.replace('sum(x)', 'sum(x[:LIMIT])')}")
    done = work.check()
    assert done.returncode == 1
    assert "Loading your work ended the process" in done.stdout
    assert "LIMIT" in done.stdout


def test_a_failure_beside_others_is_tried_again_alone(work: Any) -> None:
    spoiling = "if len(x) == 2: seen.append(1)\n    return np.sum(x) + len(seen) * (len(x) == 0)"
    work.write("seen = []\n" + work.right.replace("return np.sum(x)", spoiling))
    done = work.check()
    assert done.returncode == 0, done.stdout


def test_modules_of_the_work_do_not_get_in_the_way(work: Any) -> None:
    (work.folder / "random.py").write_text("raise ImportError('mine')\n", encoding="utf-8")
    (work.folder / "json.py").write_text("raise ImportError('mine')\n", encoding="utf-8")
    assert work.check().returncode == 0


def test_names_with_odd_letters(work: Any) -> None:
    folder = work.folder.with_name("Übung 1, näh")
    work.folder.rename(folder)
    work.folder = folder
    work.file = folder / "sums.py"
    work.write(work.wrong.replace("np.sum(x)", "np.sum(x) + naïve"))
    done = work.check()
    assert "name 'naïve' is not defined" in done.stdout
    ascii_only = work.check(PYTHONIOENCODING="ascii")
    assert "na?ve" in ascii_only.stdout
    assert ascii_only.stdout.isascii()


def test_help_needs_no_numpy(work: Any) -> None:
    done = work.check("--help")
    assert done.returncode == 0
    assert "exit codes" in done.stdout
    program = "import sys\nfrom gradewright.selfcheck.terminal.options import parser_of_its_own\n"
    program += "parser_of_its_own()\nfrom gradewright.selfcheck.terminal import command, loop\n"
    program += "print('numpy' in sys.modules)"
    work.command = [sys.executable, "-c", program]
    assert work.check().stdout.strip() == "False"
