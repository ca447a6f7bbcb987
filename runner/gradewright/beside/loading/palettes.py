"""What seaborn gives back that goes on into other code: colours, styles, and the axes drawn on."""

from __future__ import annotations

import colorsys
import sys
from collections.abc import Callable
from typing import Any, Self

from .standing import Quiet, teach
from .words import words

_COLOURS = 6
_ON_AXES = words(
    "lineplot scatterplot barplot boxplot violinplot countplot heatmap histplot distplot kdeplot "
    "ecdfplot rugplot regplot residplot stripplot swarmplot boxenplot pointplot"
)
_MAKERS = words(
    "color_palette hls_palette husl_palette mpl_palette dark_palette light_palette "
    "diverging_palette blend_palette cubehelix_palette xkcd_palette crayon_palette"
)


class Palette(list[Any]):
    """A list of colours that can also be a `with` block."""

    def as_hex(self) -> Palette:
        """Return the colours as `#rrggbb`."""
        return Palette(colour if isinstance(colour, str) else _hex(colour) for colour in self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Let errors of the body through."""


class Style(dict[str, Any]):
    """A style without settings, as a dictionary and as a `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Let errors of the body through."""


def _hex(colour: Any) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour[:3])


def palette(*args: Any, **options: Any) -> Any:
    """Return `n_colors` different colours, or a colour map for `as_cmap=True`."""
    if options.get("as_cmap"):
        from matplotlib import colormaps

        return colormaps["viridis"]
    count = options.get("n_colors", next((a for a in args if isinstance(a, int)), None))
    chosen = next((a for a in args if isinstance(a, (list, tuple))), None)
    if chosen:
        count = count or len(chosen)
        return Palette(chosen[at % len(chosen)] for at in range(count))
    count = count or (_COLOURS if args or options else 10)
    return Palette(colorsys.hls_to_rgb(at / count, 0.5, 0.7) for at in range(count))


def style(*_: Any, **__: Any) -> Style:
    """Return a style that sets nothing."""
    return Style()


def on_axes(*_: Any, **options: Any) -> Any:
    """Return the axes that a plot was to be drawn on: the given, or the current ones."""
    if options.get("ax") is not None:
        return options["ax"]
    pyplot = sys.modules.get("matplotlib.pyplot")
    return Quiet("axes") if pyplot is None else pyplot.gca()


_NAMES: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(_MAKERS, palette),
    **dict.fromkeys(_ON_AXES, on_axes),
    "axes_style": style,
    "plotting_context": style,
}
teach(_NAMES)
