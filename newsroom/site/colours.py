"""The paper's colour on light pages and on dark ones: can it be read, and what does it become?"""

import re

COLOUR = re.compile(r"#[0-9a-f]{6}")
LIGHT, DARK = (
    "#f6f3ec",
    "#1f1d1a",
)  # the harder of the two grounds of each theme, as in tokens.css (--paper-2)
READABLE = 4.5  # WCAG 2 AA for text of ordinary size
STEPS = 50


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2 defines it."""
    channels = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(colour: str, ground: str) -> bool:
    """Can words in this colour be read on this ground?"""
    return contrast(colour, ground) >= READABLE


def on_light(colour: str) -> str:
    """The colour, darkened until it can be read on light pages."""
    return _towards("#000000", colour, LIGHT)


def on_dark(colour: str) -> str:
    """The colour, lightened until it can be read on dark pages."""
    return _towards("#ffffff", colour, DARK)


def stylesheet(colour: str) -> str:
    """The sheet that puts the colour on every public page, in both themes, whether chosen or the system's."""
    light = f"--accent:{colour};--link:{colour}"
    dark = f"--accent:{on_dark(colour)};--link:{on_dark(colour)}"
    return (
        f":root{{{light}}}\n"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}\n'
        f':root[data-theme="dark"]{{{dark}}}\n'
    )


def _towards(end: str, colour: str, ground: str) -> str:
    for step in range(STEPS + 1):
        pairs = zip(_channels(colour), _channels(end), strict=True)
        mixed = "#" + "".join(f"{round(a + (b - a) * step / STEPS):02x}" for a, b in pairs)
        if is_readable(mixed, ground):
            return mixed
    return end


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue
