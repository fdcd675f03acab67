"""Portraits of people who do not exist: a face, hair and a jumper in plain colours before a soft light."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from newsroom.demo.pictures.canvas import Canvas, hexed

if TYPE_CHECKING:
    from PIL import ImageDraw


def portrait(canvas: Canvas, *, wall: str, skin: str, hair: str, cloth: str, style: str) -> None:
    """One person. `style` is what grows on their head: long, short, bun, curls, cap, grey or bald."""
    dark = {"bald": skin, "cap": cloth}.get(style, hair)
    canvas.sky(wall, "f4ead9")
    canvas.glow(0.72, 0.3, 0.55, "ffffff", alpha=0.7)
    canvas.discs([(0.2, 0.82, 0.34)], hexed(cloth), alpha=0.14, blur=0.02)
    if style == "long":
        canvas.shape(
            lambda pen, w, h: pen.rounded_rectangle(
                (0.29 * w, 0.2 * h, 0.71 * w, 0.76 * h), 0.2 * w, fill=255
            ),
            hexed(hair),
        )
    if style == "curls":
        puffs = [
            (0.5 + x, 0.33 + y, 0.085)
            for x, y in (
                (-0.18, 0.02),
                (-0.2, 0.13),
                (-0.12, -0.1),
                (0, -0.14),
                (0.12, -0.1),
                (0.18, 0.02),
                (0.2, 0.13),
                (0, -0.06),
            )
        ]
        canvas.discs(puffs, hexed(hair))
    canvas.shape(
        lambda pen, w, h: pen.ellipse((0.14 * w, 0.72 * h, 0.86 * w, 1.5 * h), fill=255),
        [hexed(cloth), hexed("2b2a33")],
    )
    canvas.boxes([(0.43, 0.56, 0.57, 0.78)], hexed(skin))
    canvas.shape(
        lambda pen, w, h: pen.pieslice((0.4 * w, 0.64 * h, 0.6 * w, 0.84 * h), 0, 180, fill=255), hexed(skin)
    )
    canvas.polygon([(0.43, 0.6), (0.57, 0.6), (0.57, 0.68)], hexed("3a2420"), alpha=0.22, blur=0.01)
    canvas.shape(
        lambda pen, w, h: pen.rounded_rectangle(
            (0.345 * w, 0.24 * h, 0.655 * w, 0.66 * h), 0.155 * w, fill=255
        ),
        hexed(skin),
    )
    canvas.discs([(0.345, 0.47, 0.032), (0.655, 0.47, 0.032)], hexed(skin))
    canvas.discs([(0.6, 0.53, 0.09)], hexed("c2402f"), alpha=0.08, blur=0.02)
    canvas.discs([(0.4, 0.53, 0.09)], hexed("c2402f"), alpha=0.08, blur=0.02)
    if style in ("short", "long", "bun", "grey", "cap", "curls"):
        canvas.shape(
            lambda pen, w, h: pen.pieslice((0.325 * w, 0.17 * h, 0.675 * w, 0.56 * h), 178, 362, fill=255),
            hexed(dark),
        )
        canvas.polygon([(0.33, 0.36), (0.64, 0.36), (0.6, 0.4), (0.36, 0.44)], hexed(dark))
    if style == "cap":
        canvas.shape(
            lambda pen, w, h: pen.rounded_rectangle(
                (0.31 * w, 0.345 * h, 0.69 * w, 0.405 * h), 0.03 * w, fill=255
            ),
            hexed("22304a"),
        )
    if style == "bun":
        canvas.discs([(0.5, 0.15, 0.075)], hexed(hair))
    for x in (0.43, 0.57):
        canvas.discs([(x, 0.475, 0.0155)], hexed("241c1c"))
        canvas.discs([(x + 0.005, 0.469, 0.004)], hexed("ffffff"))
        canvas.lines(
            [[(x - 0.035, 0.434), (x, 0.424), (x + 0.035, 0.434)]], hexed(hair), thick=0.009, alpha=0.85
        )
    canvas.lines([[(0.5, 0.48), (0.488, 0.545), (0.51, 0.55)]], hexed("3a2420"), thick=0.006, alpha=0.35)
    canvas.shape(
        lambda pen, w, h: pen.chord((0.445 * w, 0.55 * h, 0.555 * w, 0.62 * h), 10, 170, fill=255),
        hexed("a8453f"),
        alpha=0.85,
    )
    worn(canvas, hair=hair, style=style)
    canvas.grain(0.04, dark_edges=0.15)


def worn(canvas: Canvas, *, hair: str, style: str) -> None:
    """Glasses, or a beard."""
    if style in ("grey", "bun"):

        def glasses(pen: "ImageDraw.ImageDraw", w: float, h: float) -> None:
            for x in (0.43, 0.57):
                box = ((x - 0.052) * w, 0.427 * h, (x + 0.052) * w, 0.527 * h)
                pen.ellipse(box, outline=255, width=round(0.008 * w))

        canvas.shape(glasses, hexed("2f2b33"))
        canvas.lines([[(0.48, 0.472), (0.52, 0.472)]], hexed("2f2b33"), thick=0.008)
    if style == "bald":
        canvas.shape(
            lambda pen, w, h: pen.chord((0.35 * w, 0.36 * h, 0.65 * w, 0.685 * h), 25, 155, fill=255),
            hexed(hair),
            alpha=0.55,
        )


PORTRAITS: dict[str, Callable[[Canvas], None]] = {
    "ada": partial(portrait, wall="8fb8c4", skin="f0c3a0", hair="c9803a", cloth="1f4e6b", style="long"),
    "ben": partial(portrait, wall="d9a86a", skin="7d4f35", hair="1f1815", cloth="e3d9c6", style="short"),
    "cleo": partial(portrait, wall="b58fa0", skin="d9a27c", hair="2a1c1c", cloth="7a2f4a", style="curls"),
    "ingrid": partial(portrait, wall="9fb79a", skin="f3cdb0", hair="b9b3ab", cloth="37624a", style="bun"),
    "tomas": partial(portrait, wall="c98a74", skin="c98f68", hair="3a2a22", cloth="2a2a3c", style="bald"),
    "wren": partial(portrait, wall="8f9fc4", skin="edbd98", hair="6b3a24", cloth="b8352f", style="cap"),
    "sefa": partial(portrait, wall="c4bb8f", skin="9c6743", hair="1c1614", cloth="3f5a8a", style="long"),
    "marguerite": partial(
        portrait, wall="a89fb8", skin="e8bd9f", hair="dcd6cd", cloth="4a4a5c", style="grey"
    ),
}
