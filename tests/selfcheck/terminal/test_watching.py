"""Watch mode in a real terminal: what it shows, what keys do, and how it leaves."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import termios
import time
from typing import Any


def test_an_edit_turns_todo_into_pass(work: Any) -> None:
    work.write(work.stub)
    with work.terminal() as terminal:
        screen = terminal.wait("TODO   total (1)", "[q] quit")
        assert "0 of 2.5 points" in screen
        work.write(work.right)
        screen = terminal.wait("PASS   mean (0.25)", "All tests that are here pass.")
        assert "2.5 of 2.5 points" in screen
        assert "\x1b[3J" in terminal.raw
        terminal.press("q")
        assert terminal.ended() == 0


def test_keys_open_what_failed_and_go_where_they_make_no_sense(work: Any) -> None:
    work.write(work.wrong)
    with work.terminal(size=(60, 100)) as terminal:
        screen = terminal.wait("FAIL   total (1)", "[n] next failure", "how much")
        assert screen.index("how much") < screen.index("FAIL   total (0.5)")
        terminal.press("n")
        screen = terminal.wait("[n] next failure", "total(float64 (0,))")
        terminal.press("d")
        terminal.wait("[d] details")
        assert "total(float64 (0,))" not in terminal.screen
        work.write(work.right)
        terminal.wait("All tests that are here pass.")
        assert "next failure" not in terminal.screen
        assert "[d]" not in terminal.screen
        terminal.press("q")
        assert terminal.ended() == 0


def test_ctrl_c_leaves_the_terminal_as_it_was(work: Any) -> None:
    work.write(work.wrong)
    with work.terminal() as terminal:
        terminal.wait("[q] quit")
        assert not terminal.modes[3] & termios.ICANON
        terminal.signal(signal.SIGINT)
        assert terminal.ended() == 1
        assert terminal.modes == terminal.before
        assert "Traceback" not in terminal.raw


def test_ctrl_c_during_a_check_ends_its_processes(work: Any) -> None:
    work.write(work.right.replace("return np.sum(x)", "while True: pass"))
    with work.terminal() as terminal:
        terminal.wait("checking")
        time.sleep(1.0)
        terminal.press("\x03")
        terminal.ended()
        assert terminal.modes == terminal.before
        session = str(terminal.process.pid)
        for _ in range(40):
            left = subprocess.run(
                ["ps", "-o", "pid=", "-s", session], capture_output=True, text=True, check=False
            ).stdout.split()
            if not left:
                break
            time.sleep(0.1)
        assert left == []


def test_a_signal_restores_the_terminal_too(work: Any) -> None:
    with work.terminal() as terminal:
        terminal.wait("[q] quit")
        terminal.process.terminate()
        assert terminal.ended() == 128 + signal.SIGTERM
        assert terminal.modes == terminal.before


def test_a_change_gives_up_the_check_that_runs(work: Any) -> None:
    work.write(work.right.replace("return np.sum(x)", "while True: pass"))
    with work.terminal() as terminal:
        terminal.wait("checking")
        time.sleep(0.5)
        work.write(work.right)
        terminal.wait("All tests that are here pass.")
        assert "did not return" not in terminal.raw


def test_a_loop_without_end_costs_its_tests_alone(work: Any) -> None:
    work.write(
        work.right.replace("return np.sum(x)", "while True: pass").replace("total(x) /", "sum(x) /")
    )
    with work.terminal(size=(60, 100)) as terminal:
        screen = terminal.wait("FAIL   total (1)", "PASS   mean (0.25)")
        assert "total did not return within" in screen
        assert "sums.py, line 6, in total: while True: pass" in screen


def test_a_file_that_is_half_written_and_one_that_goes(work: Any) -> None:
    with work.terminal(size=(60, 100)) as terminal:
        terminal.wait("All tests that are here pass.")
        work.write(work.right.replace("def mean(x):", "def mean(x:"))
        terminal.wait("sums.py, line 9", "FAIL   mean (0.75)")
        work.file.unlink()
        terminal.wait("There is nothing to check", "[a] check all")
        assert "PASS" not in terminal.screen
        work.write(work.right)
        terminal.wait("All tests that are here pass.")


def test_it_waits_for_work_where_there_is_none(work: Any) -> None:
    work.file.unlink()
    with work.terminal() as terminal:
        terminal.wait("There is nothing to check", "[q] quit")
        work.write(work.right)
        terminal.wait("All tests that are here pass.")


def test_forty_columns_are_enough(work: Any) -> None:
    work.write(work.wrong)
    with work.terminal(size=(60, 40)) as terminal:
        screen = terminal.wait("FAIL   total", "q:quit")
        assert max(map(len, screen.splitlines())) <= 40
        assert "np.float64" not in screen
        terminal.resize(60, 100)
        terminal.wait("[q] quit")


def test_a_low_terminal_folds_what_is_alike(work: Any) -> None:
    with work.terminal(size=(12, 100)) as terminal:
        screen = terminal.wait("[l] list all", "PASS   total: 2 tests (1.5)")
        assert "PASS   total (1)" not in screen
        terminal.press("l")
        terminal.wait("[l] short list", "PASS   total (1)")


def test_no_color_means_none(work: Any) -> None:
    with work.terminal(NO_COLOR="1") as terminal:
        terminal.wait("[q] quit")
        assert "\x1b[3" not in terminal.raw.replace("\x1b[3J", "")
    with work.terminal() as terminal:
        terminal.wait("[q] quit")
        assert "\x1b[32mPASS" in terminal.raw


def test_files_are_links_where_the_terminal_has_them(work: Any) -> None:
    work.write(work.wrong.replace("return np.sum(x) + 1", "return np.sum(y)"))
    place = f"\x1b]8;;{work.file.resolve().as_uri()}\x1b\\"
    with work.terminal(TERM_PROGRAM="vscode") as terminal:
        terminal.wait("[q] quit")
        assert f"{place}sums.py, line 6, in total\x1b]8;;\x1b\\" in terminal.raw
    with work.terminal(TERM_PROGRAM="Apple_Terminal") as terminal:
        terminal.wait("[q] quit")
        assert "\x1b]8" not in terminal.raw


def test_plain_draws_over_nothing(work: Any) -> None:
    work.write(work.stub)
    with work.terminal("--plain") as terminal:
        terminal.wait("TODO   total (1)", "[q] quit")
        work.write(work.right)
        terminal.wait("All tests that are here pass.")
        assert "\x1b" not in terminal.raw
        assert "TODO   total (1)" in terminal.screen
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.modes == terminal.before


def test_what_a_change_does_not_touch_is_not_run_again(work: Any) -> None:
    trace = work.folder / "calls.txt"
    told = f"    open({str(trace)!r}, 'a').write('{{name}}\\n')\n"
    source = work.right.replace(
        "    return np.sum", told.replace("{name}", "total") + "    return np.sum"
    )
    source = source.replace("return total(x) /", "return np.sum(x) /")
    source = source.replace(
        "    return np.sum(x) /", told.replace("{name}", "mean") + "    return np.sum(x) /"
    )
    work.write(source)
    with work.terminal() as terminal:
        terminal.wait("All tests that are here pass.")
        assert trace.read_text().split() == ["total", "total", "mean", "mean"]
        work.write(source.replace("np.sum(x) / len(x)", "np.sum(x) / x.size"))
        terminal.wait("attempt 2")
        assert trace.read_text().split()[4:] == ["mean", "mean"]
        work.write(
            "# a comment above\n" + source.replace("np.sum(x) / len(x)", "np.sum(x) / x.size")
        )
        terminal.wait("attempt 3")
        assert len(trace.read_text().split()) == 6
        terminal.press("a")
        for _ in range(100):
            time.sleep(0.1)
            if len(trace.read_text().split()) == 10:
                break
        assert len(trace.read_text().split()) == 10


def test_it_says_how_to_check_by_hand_where_files_cannot_be_watched(work: Any) -> None:
    broken = "import gradewright.selfcheck.terminal.loop as loop\n"
    broken += "def snapshot(path): raise PermissionError(13, 'Permission denied')\n"
    work.command[-1] = broken + "loop.snapshot = snapshot\n" + work.command[-1]
    with work.terminal() as terminal:
        screen = terminal.wait("All tests that are here pass.")
        assert terminal.ended() == 0
        assert "cannot be watched (Permission denied)" in terminal.raw
        assert "gradewright check --once" in terminal.raw
        assert "[q]" not in screen
        assert terminal.modes == terminal.before


def test_a_child_that_is_kept_sees_what_changed_beside_the_work(work: Any) -> None:
    # What takes long to import is served by one child for several checks.
    heavy = dataclasses.replace(work.kit, imports=("numpy", "decimal"))
    (work.folder.parent / "kit.json").write_text(heavy.to_json(), encoding="utf-8")
    helper = work.folder / "mine.py"
    helper.write_text("SHIFT = 1\n", encoding="utf-8")
    told = "import os\nfrom mine import SHIFT\n"
    printed = "print(os.getpid()); return np.sum(x) + SHIFT"
    work.write(told + work.right.replace("return np.sum(x)", printed))
    with work.terminal(size=(60, 100)) as terminal:
        screen = terminal.wait("FAIL   total (1)", "Your code printed:", "[q] quit")
        first = screen.partition("│ ")[2].split()[0]
        helper.write_text("SHIFT = 2\n", encoding="utf-8")
        screen = terminal.wait("5.0 | 3.0", "Your code printed:", "[q] quit")
        assert screen.partition("│ ")[2].split()[0] == first
        helper.write_text("SHIFT = 0\n", encoding="utf-8")
        terminal.wait("All tests that are here pass.")


def test_a_key_opens_the_statement_where_there_is_a_display(work: Any) -> None:
    opened = work.folder.parent / "opened"
    browser = work.folder.parent / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    page = work.folder / "statement.html"
    page.write_text("<p>Sums", encoding="utf-8")
    with work.terminal(DISPLAY="") as terminal:
        terminal.wait("[q] quit")
        assert "[o]" not in terminal.screen
    with work.terminal(DISPLAY=":0", BROWSER=str(browser)) as terminal:
        terminal.wait("[o] open the statement")
        terminal.press("o")
        until = time.monotonic() + 60
        while not (opened.exists() and opened.read_text()) and time.monotonic() < until:
            time.sleep(0.1)
        assert opened.read_text(encoding="utf-8").strip() == page.resolve().as_uri()


def test_a_crash_elsewhere_is_run_again_when_what_crashed_is_mended(work: Any) -> None:
    work.write("import os\n" + work.right.replace("return np.sum(x)", "os._exit(3)"))
    with work.terminal(size=(60, 100)) as terminal:
        terminal.wait("FAIL   mean (0.75)", "[q] quit")
        work.write("import os\n" + work.right)
        terminal.wait("All tests that are here pass.")
