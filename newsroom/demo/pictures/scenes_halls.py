"""Scenes under a roof: a stage, a shelf, a curtain, a window in the rain."""

from collections.abc import Callable
from math import sin

from newsroom.demo.pictures.canvas import Canvas, hexed
from newsroom.demo.pictures.scenes_town import people

DARK = hexed("10152a")


def concert(canvas: Canvas) -> None:
    canvas.sky("0a0818", "1d1037", "3f1a55", "7a2b63")
    for x, lean, code in (
        (0.1, 0.28, "ff5f8a"),
        (0.26, 0.12, "ffb35a"),
        (0.42, 0.05, "7fd6ff"),
        (0.58, -0.05, "c08aff"),
        (0.74, -0.12, "ffb35a"),
        (0.9, -0.28, "ff5f8a"),
    ):
        canvas.polygon(
            [(x - 0.006, 0.08), (x + 0.006, 0.08), (x + lean + 0.11, 0.8), (x + lean - 0.11, 0.8)],
            hexed(code),
            alpha=0.3,
            blur=0.006,
        )
        canvas.glow(x, 0.085, 0.05, code, alpha=1.0)
        canvas.discs([(x, 0.08, 0.009)], hexed("fffdf4"))
    canvas.lines(
        [
            [(0.02, 0.06), (0.98, 0.06)],
            [(0.02, 0.03), (0.98, 0.03)],
            *[[(n / 24, 0.03), ((n + 0.5) / 24, 0.06), ((n + 1) / 24, 0.03)] for n in range(24)],
        ],
        hexed("05040c"),
        thick=0.003,
    )
    canvas.glow(0.5, 0.6, 0.35, "ffb27a", alpha=0.55)
    canvas.boxes([(0.08, 0.7, 0.92, 0.78)], [hexed("2a1436"), hexed("0c0716")])
    canvas.boxes([(0.1, 0.46, 0.19, 0.7), (0.81, 0.46, 0.9, 0.7)], hexed("0b0814"))
    canvas.discs([(x, y, 0.028) for x in (0.145, 0.855) for y in (0.53, 0.63)], hexed("251a35"))
    for x, s in ((0.33, 0.045), (0.5, 0.055), (0.67, 0.045)):
        people(canvas, 0.7, s, 1, "07050f", spread=(x - s * 0.5, x + s * 0.5))
    canvas.lines(
        [[(0.47, 0.56), (0.56, 0.51)], [(0.31, 0.6), (0.39, 0.55)], [(0.7, 0.7), (0.7, 0.5)]],
        hexed("07050f"),
        thick=0.006,
    )
    for y, size, count, code in (
        (0.9, 0.036, 30, "1a0d2a"),
        (0.99, 0.05, 22, "100820"),
        (1.1, 0.07, 15, "060310"),
    ):
        people(canvas, y, size, count, code)
        arms = []
        for _ in range(count // 2):
            x = canvas.random.uniform(0, 1)
            arms.append([(x, y - size * 2), (x + canvas.random.uniform(-0.6, 0.6) * size, y - size * 4.3)])
        canvas.lines(arms, hexed(code), thick=size * 0.22)
    sparks = [
        (canvas.random.uniform(0, 1), canvas.random.uniform(0.1, 0.7), canvas.random.uniform(0.001, 0.003))
        for _ in range(90)
    ]
    canvas.discs(sparks, hexed("ffe7c4"), alpha=0.6)
    canvas.grain(0.06)


def bookshelf(canvas: Canvas) -> None:
    canvas.sky("3a2419", "2a1810")
    codes = (
        "8f3b32",
        "2f5a6b",
        "d0a24a",
        "4a6b4a",
        "e3d5b5",
        "5b4a72",
        "a8653a",
        "24405a",
        "b8b09a",
        "73303f",
    )
    for shelf in range(3):
        bottom, x = 0.33 + shelf * 0.33, 0.02
        while x < 0.97:
            wide, tall = canvas.random.uniform(0.014, 0.036), canvas.random.uniform(0.19, 0.275)
            code = canvas.random.choice(codes)
            if canvas.random.random() < 0.06:
                canvas.polygon(
                    [
                        (x, bottom),
                        (x + 0.04, bottom - tall),
                        (x + 0.04 + wide, bottom - tall + 0.01),
                        (x + wide, bottom),
                    ],
                    [hexed(code), hexed("3a2a24")],
                )
                x += wide + 0.045
                continue
            canvas.boxes([(x, bottom - tall, x + wide, bottom)], [hexed(code), hexed("40302a")], alpha=0.97)
            canvas.boxes([(x + wide * 0.75, bottom - tall, x + wide, bottom)], hexed("140c08"), alpha=0.3)
            canvas.boxes(
                [
                    (x + wide * 0.2, bottom - tall + 0.025, x + wide * 0.7, bottom - tall + 0.033),
                    (x + wide * 0.2, bottom - 0.045, x + wide * 0.7, bottom - 0.038),
                ],
                hexed("f0dfae"),
                alpha=0.8,
            )
            x += wide + 0.0015
        canvas.boxes([(0, bottom, 1, bottom + 0.028)], [hexed("8a5c38"), hexed("4a2c1a")])
        canvas.boxes([(0, bottom + 0.028, 1, bottom + 0.05)], hexed("0d0704"), alpha=0.5)
    canvas.glow(0.72, 0.3, 0.5, "ffcf8f", alpha=0.35)
    canvas.grain(0.06, dark_edges=0.6)


def theatre(canvas: Canvas) -> None:
    canvas.sky("3a0c14", "5a1019", "2a060c")
    for fold in range(22):
        x = fold / 22
        sway = 0.006 * sin(fold * 1.7)
        canvas.polygon(
            [(x, -0.01), (x + 0.024, -0.01), (x + 0.03 + sway, 0.84), (x - 0.004 + sway, 0.84)],
            [hexed("c2313a"), hexed("8f1d28"), hexed("4a0e16")],
            alpha=0.85,
            blur=0.003,
        )
        canvas.polygon(
            [(x + 0.03, -0.01), (x + 0.045, -0.01), (x + 0.046 + sway, 0.84), (x + 0.033 + sway, 0.84)],
            hexed("1f040a"),
            alpha=0.5,
            blur=0.003,
        )
    canvas.polygon(
        [(0.44, 0.0), (0.56, 0.0), (0.78, 0.9), (0.22, 0.9)], hexed("ffe9bf"), alpha=0.2, blur=0.012
    )
    canvas.boxes([(0, 0.83, 1, 1)], [hexed("a8703f"), hexed("4a2a18")])
    canvas.lines(
        [[(0.5 + (n - 7) * 0.05, 0.83), (0.5 + (n - 7) * 0.11, 1.0)] for n in range(15)],
        hexed("3a2012"),
        thick=0.0015,
    )
    canvas.shape(
        lambda pen, w, h: pen.ellipse((0.27 * w, 0.84 * h, 0.73 * w, 0.98 * h), fill=255),
        hexed("ffe9bf"),
        alpha=0.5,
        blur=0.01,
    )
    canvas.boxes([(0.46, 0.72, 0.54, 0.735)], hexed("1f140f"))
    canvas.lines(
        [
            [(0.47, 0.735), (0.462, 0.905)],
            [(0.53, 0.735), (0.538, 0.905)],
            [(0.465, 0.72), (0.465, 0.56)],
            [(0.535, 0.72), (0.535, 0.56)],
            [(0.465, 0.58), (0.535, 0.58)],
            [(0.465, 0.64), (0.535, 0.64)],
        ],
        hexed("1f140f"),
        thick=0.006,
    )
    canvas.polygon(
        [
            (-0.01, -0.01),
            (1.01, -0.01),
            (1.01, 0.08),
            *[(1 - n / 8 - 0.0625, 0.16 if n % 1 == 0 else 0.08) for n in range(8)],
            (-0.01, 0.08),
        ],
        [hexed("7a1520"), hexed("b02a35")],
    )
    canvas.boxes([(0, 0.0, 1, 0.02)], hexed("d3a64f"))
    canvas.grain(0.06, dark_edges=0.6)


def rain_window(canvas: Canvas) -> None:
    canvas.sky("1b2336", "2c3850", "3c3f55", "241f30")
    for _ in range(46):
        x, y, r = (
            canvas.random.uniform(0, 1),
            canvas.random.uniform(0.25, 0.85),
            canvas.random.uniform(0.015, 0.05),
        )
        code = canvas.random.choice(("ffb45a", "ff7a5a", "ffe3a6", "7fc4d9", "f2f0e0"))
        canvas.discs([(x, y, r)], hexed(code), alpha=canvas.random.uniform(0.2, 0.55), blur=0.004)
    drops = [
        (canvas.random.uniform(0, 1), canvas.random.uniform(0, 1), canvas.random.uniform(0.001, 0.0055))
        for _ in range(480)
    ]
    canvas.discs([(x, y + r * 0.5, r) for x, y, r in drops], hexed("0c1220"), alpha=0.35)
    canvas.discs(drops, [hexed("dfe7ee"), hexed("8fa0b5")], alpha=0.4)
    canvas.discs(
        [(x - r * 0.3, y - r * 0.45, r * 0.3) for x, y, r in drops if r > 0.0025], hexed("ffffff"), alpha=0.85
    )
    for _ in range(16):
        x, y, long = (
            canvas.random.uniform(0, 1),
            canvas.random.uniform(0, 0.6),
            canvas.random.uniform(0.1, 0.35),
        )
        canvas.lines(
            [[(x + 0.003 * sin(n), y + long * n / 12) for n in range(13)]],
            hexed("dfe7ee"),
            thick=0.003,
            alpha=0.22,
        )
        canvas.discs([(x, y + long, 0.006)], hexed("eef3f7"), alpha=0.6)
    canvas.boxes(
        [(0, 0, 0.02, 1), (0.98, 0, 1, 1), (0, 0.93, 1, 1), (0.485, 0, 0.515, 0.94)],
        [hexed("e9e2d3"), hexed("9a8f7f")],
    )
    canvas.polygons(
        [[(0.66, 0.935), (0.665, 0.79), (0.745, 0.79), (0.75, 0.935)]], [hexed("d86a4a"), hexed("8f3a2c")]
    )
    canvas.lines([[(0.745, 0.82), (0.78, 0.83), (0.78, 0.88), (0.747, 0.895)]], hexed("b8503a"), thick=0.008)
    canvas.lines(
        [[(x + 0.008 * sin(n / 2), 0.78 - n * 0.012) for n in range(11)] for x in (0.69, 0.72)],
        hexed("ffffff"),
        thick=0.004,
        alpha=0.3,
    )
    canvas.grain(0.06)


HALLS: dict[str, Callable[[Canvas], None]] = {
    "concert": concert,
    "bookshelf": bookshelf,
    "theatre": theatre,
    "rain-window": rain_window,
}
