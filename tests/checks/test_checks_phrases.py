"""The catalogue's [checks] table and the checks know each other."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import gradewright.checks
import gradewright.phrases

ROOM = Path(gradewright.checks.__file__).parent
CATALOGUE = Path(gradewright.phrases.__file__).parent / "en.toml"
# What a failure is made of is laid out beside them, for rooms that know no NumPy.
FILES = [*ROOM.glob("*.py"), ROOM.parent / "words" / "failures.py"]
SAID = set(re.findall(r'"checks\.(\w+)"', "".join(p.read_text("utf-8") for p in FILES)))
TABLE = tomllib.loads(CATALOGUE.read_text("utf-8"))["checks"]


def test_every_phrase_that_is_said_is_in_the_catalogue():
    assert SAID - TABLE.keys() == set()


def test_every_phrase_in_the_catalogue_is_said():
    assert TABLE.keys() - SAID == set()


def test_problems_and_causes_are_sentences():
    for key, phrase in TABLE.items():
        if key.startswith("cause_"):
            assert phrase[-1] in ".?", key


def test_the_room_needs_numpy_and_little_else():
    code = (
        "import sys, gradewright.checks\n"
        "heavy = {'pytest', 'pandas', 'matplotlib', 'nbformat', 'rich', 'jinja2', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)), sorted(\n"
        "    {m.split('.')[1] for m in sys.modules if m.startswith('gradewright.')}))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[] ['checks', 'phrases', 'results', 'words']"
