"""Open pages in the browser, where there is a display to see them on."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a browser could show anything: one in a terminal would take it over."""
    if environment.get("SSH_CONNECTION") and not environment.get("DISPLAY"):
        return False
    if sys.platform in {"win32", "darwin", "cygwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_page(page: Path) -> bool:
    """Show a page, and tell whether that was possible."""
    return has_display() and webbrowser.open(page.resolve().as_uri())
