"""Pictures out of a notebook, let through only as what they claim to be and of a sane size."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from gradewright.reports.notebook_cells import text_of
from gradewright.reports.sound_images import sound_image

KINDS = ("image/png", "image/jpeg", "image/gif")


def data_url(kind: str, value: Any) -> Markup | None:
    """Return the `data:` link of a picture, or None when it is not a sound PNG, JPEG or GIF."""
    found = sound_image(kind, text_of(value))
    return found.url if found else None
