"""What students and instructors read: one catalogue file a language.

`say("checks.shape", expected="(2, 1)", got="(1, 2)")` fills the phrase of that key.
A language is one file beside this one (`en.toml`); a key missing there falls back to English.
"""

from __future__ import annotations

import tomllib
from contextvars import ContextVar
from functools import cache
from importlib import resources

_language: ContextVar[str] = ContextVar("gradewright_language", default="en")


def languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, sorted."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


def use_language(language: str) -> None:
    """Say everything from here on in `language`, one of `languages()`."""
    _language.set(language)


def current_language() -> str:
    """Return the language that things are said in."""
    return _language.get()


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the catalogue of one language as a flat dictionary `table.key -> phrase`."""
    text = (resources.files(__name__) / f"{language}.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {
        f"{table}.{key}": phrase for table, keys in tables.items() for key, phrase in keys.items()
    }


def say(key: str, /, **values: object) -> str:
    """Return the phrase `key` with its `{placeholders}` filled.

    Raises:
        KeyError: no catalogue has the key, or a placeholder was not given.
    """
    phrase = catalogue(_language.get()).get(key)
    if phrase is None:
        phrase = catalogue("en")[key]
    return phrase.format_map(values)
