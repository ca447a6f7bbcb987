"""The JSON Schema of `results.json`, as it ships in the package."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every `results.json` obeys."""
    text = (resources.files("gradewright") / "results.schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
