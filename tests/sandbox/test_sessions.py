"""Sessions: loaded once, a process a test, and damage stays where it is, at every level."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradewright.course.records import Limits
from gradewright.errors import SandboxError
from gradewright.sandbox.base import Bundle, Outcome
from gradewright.sandbox.launch import LEVELS, Levels, Settings
from gradewright.sandbox.session import ZygoteSession
from gradewright.sandbox.zygote import ZygoteSandbox
from gradewright.wire import WireFault

LIMITS = Limits(load_seconds=4, test_seconds=5, memory_mb=700, message_mb=8, cpu_seconds=20)


@pytest.fixture(scope="module", params=LEVELS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[ZygoteSandbox]:
    sandbox = ZygoteSandbox(Settings(("numpy",), LIMITS, Levels(request.param, request.param)))
    try:
        sandbox.start()
    except SandboxError as error:
        pytest.skip(f"this machine does not give the level {request.param}: {error}")
    yield sandbox
    sandbox.close()


def bundle(source: str, *functions: str, **parts: Any) -> Bundle:
    parts = {"files": {}, "support": {}, "mode": "slice"} | parts
    return Bundle((("work.py", None, source),), functions=functions, **parts)


def opened(sandbox: ZygoteSandbox, source: str, *functions: str, **parts: Any) -> ZygoteSession:
    return sandbox.open(bundle(source, *functions, **parts))


def ask(
    session: ZygoteSession, function: str, *args: Any, seconds: float = 5, **kwargs: Any
) -> Outcome:
    """Call one function in a test of its own."""
    session.begin_test(seconds)
    outcome = session.call(function, args, kwargs, 0)
    session.end_test()
    return outcome


def test_a_call_returns_plain_values(sandbox: ZygoteSandbox) -> None:
    source = "import numpy as np\ndef f(x, *, k=1):\n    return {'y': k * x, 't': (1, None)}\n"
    session = opened(sandbox, source, "f")
    outcome = ask(session, "f", np.arange(3.0), k=2)
    assert outcome.ending == "returned"
    assert outcome.value["y"].tolist() == [0, 2, 4]
    assert outcome.value["t"] == (1, None)
    assert 0 < outcome.seconds < 5
    session.close()


def test_the_report_says_where_functions_are(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, "\n\ndef f():\n    return 1\n", "f", "g")
    place = session.report.definitions["f"]
    assert (place.file, place.cell, place.line, place.end_line) == ("work.py", None, 3, 4)
    assert "g" not in session.report.definitions
    session.close()


def test_arguments_are_fresh_in_every_call(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, "def f(x):\n    x += 1\n    return x\n", "f")
    x = np.zeros(2)
    for _ in range(2):
        assert ask(session, "f", x).value.tolist() == [1, 1]
    assert x.tolist() == [0, 0]
    session.close()


def test_globals_changed_by_one_test_are_whole_in_the_next(sandbox: ZygoteSandbox) -> None:
    source = "calls = []\ndef f():\n    calls.append(1)\n    return len(calls)\n"
    session = opened(sandbox, source, "f")
    session.begin_test(5)
    first = [session.call("f", (), {}, 0).value for _ in range(3)]
    session.end_test()
    assert first == [1, 2, 3]
    assert ask(session, "f").value == 1
    session.close()


def test_each_call_is_seeded(sandbox: ZygoteSandbox) -> None:
    source = (
        "import random\nimport numpy as np\n"
        "def f():\n    return random.random(), float(np.random.rand())\n"
    )
    session = opened(sandbox, source, "f")
    session.begin_test(5)
    draws = [session.call("f", (), {}, seed).value for seed in (1, 1, 2)]
    session.end_test()
    assert draws[0] == draws[1] != draws[2]
    session.close()


def test_what_cannot_cross_stays_behind_a_handle(sandbox: ZygoteSandbox) -> None:
    source = (
        "class Model:\n    w = 3\ndef build():\n    return Model()\ndef read(m):\n    return m.w\n"
    )
    session = opened(sandbox, source, "build", "read")
    session.begin_test(5)
    handle = session.call("build", (), {}, 0).value
    assert handle.type_name == "Model"
    assert session.call("read", (handle,), {}, 0).value == 3
    session.end_test()
    session.close()


@pytest.mark.parametrize(
    ("body", "ending", "error", "message"),
    [
        ("raise ValueError('too small')", "raised", "ValueError", "too small"),
        ("import sys; sys.exit(0)", "raised", "SystemExit", "0"),
        ("return f()", "raised", "RecursionError", "maximum recursion"),
        ("return [0] * 10**9", "raised", "MemoryError", ""),
        ("input()", "raised", "EOFError", ""),
        ("import os; os._exit(0)", "crashed", "", "exit 0"),
        ("import os; os.abort()", "crashed", "", "signal 6"),
        ("import ctypes; ctypes.string_at(0)", "crashed", "", "signal 11"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "crashed", "", "signal 9"),
        ("return bytes(10**8)", "refused", "", "larger than"),
        ("x = []; x.append(x); return x", "refused", "", "nested deeper"),
        ("return list(range(2 * 10**6))", "refused", "", "parts"),
    ],
)
def test_damage_costs_one_test_and_says_what_it_was(
    sandbox: ZygoteSandbox, body: str, ending: str, error: str, message: str
) -> None:
    source = f"def f():\n    {body}\ndef g():\n    return 7\n"
    session = opened(sandbox, source, "f", "g")
    outcome = ask(session, "f")
    assert (outcome.ending, outcome.error) == (ending, error)
    assert message in outcome.message
    assert ask(session, "g").value == 7
    session.close()


def test_a_traceback_names_the_students_own_lines(sandbox: ZygoteSandbox) -> None:
    source = "import numpy as np\ndef g(x):\n    return x @ x.T.T\ndef f(x):\n    return g(x)\n"
    session = opened(sandbox, source, "f")
    outcome = ask(session, "f", np.zeros((2, 3)))
    assert outcome.error == "ValueError"
    assert [(t.line, t.function) for t in outcome.trace] == [(5, "f"), (3, "g")]
    session.close()


def test_a_missing_function_is_told_from_a_value(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, "f = 3\n", "f", "g")
    assert (ask(session, "f").ending, ask(session, "f").message) == ("missing", "int")
    assert (ask(session, "g").ending, ask(session, "g").message) == ("missing", "")
    session.close()


DEAF = """import signal
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    while True: pass"""


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "import time; time.sleep(1000)",
        DEAF,
    ],
)
def test_an_endless_call_ends_at_its_deadline(sandbox: ZygoteSandbox, loop: str) -> None:
    source = f"def f():\n    {loop}\ndef g():\n    return 7\n"
    session = opened(sandbox, source, "f", "g")
    started = time.monotonic()
    assert ask(session, "f", seconds=0.5).ending == "timeout"
    assert time.monotonic() - started < 4
    assert ask(session, "g").value == 7
    session.close()


def test_a_fork_bomb_hurts_only_itself(sandbox: ZygoteSandbox) -> None:
    source = (
        "import os, time\ndef f():\n"
        "    while True: os.fork() or os.setsid() or time.sleep(9)\ndef g():\n    return 7\n"
    )
    session = opened(sandbox, source, "f", "g")
    # As root the limit on processes binds only after the change of user inside the namespaces.
    bound = sandbox.isolation.level == "namespaces" or os.geteuid() != 0
    outcome = ask(session, "f", seconds=20 if bound else 0.5)
    assert (outcome.ending, outcome.error) == (
        ("raised", "BlockingIOError") if bound else ("timeout", "")
    )
    assert ask(session, "g").value == 7
    session.close()


def test_only_the_students_time_counts(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, "def f():\n    return 1\n", "f")
    session.begin_test(0.6)
    for _ in range(3):
        time.sleep(0.3)
        assert session.call("f", (), {}, 0).value == 1
    session.end_test()
    session.close()


def test_nothing_is_left_behind(sandbox: ZygoteSandbox) -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    source = (
        "import os, time\ndef f():\n    if os.fork() == 0:\n        os.setsid()\n"
        "        time.sleep(1000)\n    return os.getpid()\n"
    )
    session = opened(sandbox, source, "f")
    ask(session, "f")
    session.close()
    before = open_files()
    for _ in range(5):
        session = opened(sandbox, source, "f")
        ask(session, "f")
        session.close()
    assert open_files() == before
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    assert all("defunct" not in Path(f"/proc/{pid}/status").read_text() for pid in children)
    left = [p for p in Path("/proc").glob("[0-9]*/cmdline") if _sleeps_for_us(p)]
    assert left == []


def _sleeps_for_us(cmdline: Path) -> bool:
    """Tell whether a process forked from this module's zygote slept on after its session."""
    try:
        status = (cmdline.parent / "stat").read_text().rpartition(")")[2].split()
        return b"gradewright.sandbox.inside" in cmdline.read_bytes() and int(status[1]) == 1
    except OSError:
        return False


def test_a_load_that_ends_its_process_is_tried_with_less(sandbox: ZygoteSandbox) -> None:
    source = "import os\nTABLE = os.abort()\ndef f():\n    return TABLE\ndef g():\n    return 7\n"
    session = opened(sandbox, source, "f", "g")
    assert [problem.kind for problem in session.report.problems][:1] == ["load_crashed"]
    assert ask(session, "g").value == 7
    assert ask(session, "f").error == "NameError"
    session.close()


def test_a_load_that_never_ends_is_tried_with_less(sandbox: ZygoteSandbox) -> None:
    source = (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\n"
        "def wait():\n    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\n"
        "    while True: pass\n"
        "TABLE = wait()\ndef f():\n    return TABLE\ndef g():\n    return 7\n"
    )
    session = opened(sandbox, source, "f", "g")
    assert session.report.problems[0].kind == "load_timeout"
    assert ask(session, "g").value == 7
    session.close()


def test_the_environment_of_the_judge_is_not_the_workers(
    sandbox: ZygoteSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    fresh = ZygoteSandbox(sandbox.settings)
    session = opened(fresh, "import os\ndef f():\n    return dict(os.environ)\n", "f")
    seen = ask(session, "f").value
    assert "SECRET_TOKEN" not in seen
    assert set(seen) <= {
        "PATH", "USER", "LOGNAME", "LANG", "LC_CTYPE", "LD_BIND_NOW", "PYTHONHASHSEED",
        "PYTHONDONTWRITEBYTECODE",
        "MPLBACKEND", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
        "TF_CPP_MIN_LOG_LEVEL", "TF_FORCE_GPU_ALLOW_GROWTH", "XLA_PYTHON_CLIENT_PREALLOCATE",
        "HOME", "TMPDIR", "PWD",
    }  # fmt: skip
    session.close()
    fresh.close()


def test_files_of_the_submission_are_in_the_working_folder(sandbox: ZygoteSandbox) -> None:
    files = {"helper.py": b"def h():\n    return 5\n", "data/x.txt": b"41"}
    source = "from helper import h\ndef f():\n    return h(), open('data/x.txt').read()\n"
    session = opened(sandbox, source, "f", files=files)
    assert ask(session, "f").value == (5, "41")
    session.close()


def test_support_modules_can_be_imported(sandbox: ZygoteSandbox) -> None:
    source = "from course_help import twice\ndef f(x):\n    return twice(x)\n"
    support = {"course_help": "def twice(x):\n    return 2 * x\n"}
    session = opened(sandbox, source, "f", support=support)
    assert ask(session, "f", 4).value == 8
    session.close()


def test_what_is_installed_can_be_imported_late(sandbox: ZygoteSandbox) -> None:
    source = "def f():\n    import wave, scipy.special\n    return scipy.special.expit(0.0)\n"
    session = opened(sandbox, source, "f")
    assert ask(session, "f").value == 0.5
    session.close()


def test_what_one_session_writes_the_next_does_not_see(sandbox: ZygoteSandbox) -> None:
    source = (
        "import os, tempfile\ndef write():\n    open('mine.txt', 'w').write('x')\n"
        "    with tempfile.NamedTemporaryFile() as file:\n        return os.listdir('.')\n"
        "def look():\n    return os.listdir('.') + os.listdir(tempfile.gettempdir())\n"
    )
    session = opened(sandbox, source, "write", "look")
    assert "mine.txt" in ask(session, "write").value
    assert "mine.txt" in ask(session, "look").value
    session.close()
    session = opened(sandbox, source, "write", "look")
    assert "mine.txt" not in ask(session, "look").value
    session.close()


POOLED = """
from concurrent.futures import ThreadPoolExecutor
import os
os.mkdir("made")
workers = ThreadPoolExecutor(2)
ready = workers.submit(sum, [1, 2]).result()
seen = []
def f(x):
    seen.append(x)
    return workers.submit(pow, x, ready).result(), len(seen), os.path.isdir("made")
def leave(code):
    os._exit(code)
def keep():
    return f
def stuck():
    while True: pass
"""


def test_work_that_starts_threads_is_loaded_anew_for_each_test(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, POOLED, "f", "leave", "keep", "stuck", mode="whole")
    assert not session.report.forkable
    assert session.report.problems == ()
    assert ask(session, "f", 2).value == (8, 1, True)
    assert ask(session, "f", 3).value == (27, 1, True)
    ended = ask(session, "leave", 3)
    assert (ended.ending, ended.message) == ("crashed", "exit 3")
    assert ask(session, "stuck", seconds=0.5).ending == "timeout"
    session.begin_test(5)
    kept = session.call("keep", (), {}, 0).value
    assert session.call("f", (2,), {}, 0).value == (8, 1, True)
    session.begin_test(5, fresh="no")
    assert session.call("f", (2,), {}, 0).value == (8, 2, True)
    session.begin_test(5)
    with pytest.raises(WireFault):
        session.call("f", (kept,), {}, 0)
    assert session.call("f", (2,), {}, 0).value == (8, 1, True)
    session.close()


def test_loading_anew_takes_nothing_of_a_tests_time(sandbox: ZygoteSandbox) -> None:
    source = POOLED + "import time\ntime.sleep(1.6)\n"
    session = opened(sandbox, source, "f", mode="whole")
    outcome = ask(session, "f", 2, seconds=1.5)
    assert (outcome.ending, outcome.value) == ("returned", (8, 1, True))
    session.close()


def test_a_plain_submission_is_loaded_once(sandbox: ZygoteSandbox) -> None:
    source = "import os\nloaded_by = os.getpid()\ndef f():\n    return loaded_by, os.getpid()\n"
    session = opened(sandbox, source, "f")
    assert session.report.forkable
    answers = [ask(session, "f").value for _ in range(2)]
    assert answers[0][0] == answers[1][0]
    assert answers[0][1] != answers[1][1]
    session.close()


OF_ITS_OWN = """
import getpass, inspect, multiprocessing, os, pathlib, pwd, subprocess, sys, tempfile
def square(x):
    return x * x
def own_file():
    text = pathlib.Path(__file__).read_text()
    return text.count("def square"), inspect.getsource(square), os.path.basename(sys.argv[0])
def spawned(values):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.map(square, values)
def imported():
    code = "import work; print(work.square(5))"
    return subprocess.run(["python", "-c", code], capture_output=True, text=True).stdout
def user():
    names = {getpass.getuser(), os.getlogin(), pwd.getpwuid(os.getuid()).pw_name}
    homes = {pathlib.Path.home(), pathlib.Path("~").expanduser(), pathlib.Path.cwd()}
    return sorted(names), len(homes)
def homes():
    return os.path.dirname(tempfile.mkdtemp()) == os.getcwd()
"""


def test_a_script_lies_in_its_working_folder(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, OF_ITS_OWN, "own_file", "imported")
    assert ask(session, "own_file").value == (2, "def square(x):\n    return x * x\n", "work.py")
    assert ask(session, "imported").value == "25\n"
    session.close()


def test_processes_that_a_script_spawns_find_its_functions(sandbox: ZygoteSandbox) -> None:
    if sandbox.isolation.level == "landlock":
        pytest.skip("the semaphores of a pool lie in /dev/shm, which this level closes")
    session = opened(sandbox, OF_ITS_OWN, "spawned")
    assert ask(session, "spawned", [2, 3]).value == [4, 9]
    session.close()


def test_a_worker_has_a_user_and_a_home(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, OF_ITS_OWN, "user", "homes")
    assert ask(session, "user").value == (["student"], 1)
    assert ask(session, "homes").value is True
    session.close()


def test_folders_that_shell_commands_make_are_there(sandbox: ZygoteSandbox) -> None:
    cells = (
        ("work.ipynb", 1, "!mkdir -p data/raw 'out'"),
        ("work.ipynb", 2, "%%bash\nset -e\nmkdir logs && echo done"),
        ("work.ipynb", 3, "!mkdir ../up /abs $HOME/x\n# mkdir no"),
        ("work.ipynb", 4, "import os\ndef f():\n    return sorted(os.listdir('.'))"),
    )
    session = sandbox.open(Bundle(cells, {}, {}, ("f",), "slice"))
    assert ask(session, "f").value == ["data", "logs", "out"]
    session.close()


def test_all_results_together_are_bounded() -> None:
    """Each is small enough; the rest of the submission's calls are refused without a process."""
    limits = replace(LIMITS, replies_mb=20)
    sandbox = ZygoteSandbox(Settings(("numpy",), limits))
    source = "import numpy as np\ndef f(n):\n    return np.zeros(n * 1_000_000, bool)\n"
    session = opened(sandbox, source, "f")
    endings = [ask(session, "f", size) for size in (7, 7, 5, 2, 0)]
    assert [outcome.ending for outcome in endings] == ["returned"] * 3 + ["refused"] * 2
    assert "more than 20 MB" in endings[-1].message
    session.close()
    again = opened(sandbox, source, "f")
    assert ask(again, "f", 7).ending == "returned"
    again.close()
    sandbox.close()


def test_what_all_results_may_have_follows_from_the_largest_one() -> None:
    assert Limits(message_mb=3).replies_bytes == 48_000_000
    assert Limits(message_mb=3, replies_mb=5).replies_bytes == 5_000_000


def test_the_kernel_ends_a_submission_before_anything_of_ours(sandbox: ZygoteSandbox) -> None:
    file = Path("/proc/self/oom_score_adj")
    if not file.is_file():
        pytest.skip("no /proc tells who ends first")
    source = (
        f"from pathlib import Path\ndef f():\n    return int(Path({str(file)!r}).read_text())\n"
    )
    session = opened(sandbox, source, "f")
    assert ask(session, "f").value == 1000
    session.close()
    assert int(file.read_text()) < 1000


def test_a_result_of_too_many_parts_is_refused_where_it_is_made(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, "def f(n):\n    return [[k] for k in range(n)]\n", "f")
    few, many = ask(session, "f", 100_000), ask(session, "f", 200_000)
    assert few.ending == "returned"
    assert len(few.value) == 100_000
    assert (many.ending, many.message) == ("refused", "the value has more than 300000 parts")
    session.close()


COUNTER = "calls = []\ndef f():\n    calls.append(1)\n    return len(calls)\n"


def test_a_test_may_start_anew(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, COUNTER + "def keep():\n    return f\ndef g(x):\n    return 1\n", "f")
    session.begin_test(5)
    assert [session.call("f", (), {}, 0).value for _ in range(2)] == [1, 2]
    kept = session.call("keep", (), {}, 0).value
    session.start_anew()
    with pytest.raises(WireFault):
        session.call("g", (kept,), {}, 0)
    assert [session.call("f", (), {}, 0).value for _ in range(2)] == [1, 2]
    # The next test of the same question goes on in the new process.
    session.begin_test(5, fresh="no")
    assert session.call("f", (), {}, 0).value == 3
    session.close()


def test_starting_anew_gives_no_time_back(sandbox: ZygoteSandbox) -> None:
    source = "import time\ndef f(seconds):\n    time.sleep(seconds)\n    return 1\n"
    session = opened(sandbox, source, "f")
    session.begin_test(1.5)
    assert session.call("f", (1.0,), {}, 0).ending == "returned"
    session.start_anew()
    assert session.call("f", (1.0,), {}, 0).ending == "timeout"
    # What ran out of time stays so.
    session.start_anew()
    assert session.call("f", (0.0,), {}, 0).ending != "returned"
    session.close()


def test_work_that_starts_threads_is_loaded_for_each_start(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, POOLED, "f", mode="whole")
    session.begin_test(5)
    # Loaded a moment ago, and not yet used.
    session.start_anew()
    assert session.call("f", (2,), {}, 0).value == (8, 1, True)
    assert session.call("f", (2,), {}, 0).value == (8, 2, True)
    session.start_anew()
    assert session.call("f", (2,), {}, 0).value == (8, 1, True)
    session.close()
