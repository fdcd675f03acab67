"""Scenes in the streets and halls: the market, the tram, the stage, the hall of the council."""

from collections.abc import Callable
from math import sin

from newsroom.demo.pictures.canvas import Canvas, hexed

DARK = hexed("10152a")


def people(
    canvas: Canvas, y: float, size: float, count: int, code: str, *, spread: tuple[float, float] = (0, 1)
) -> None:
    """Standing figures from behind, as a row of silhouettes."""
    bodies, heads = [], []
    for number in range(count):
        x = spread[0] + (number + canvas.random.uniform(0.2, 0.8)) / count * (spread[1] - spread[0])
        s = size * canvas.random.uniform(0.85, 1.12)
        top = y - s * 3.4
        heads.append((x, top, s * 0.36))
        bodies.append(
            [
                (x - s * 0.55, y),
                (x - s * 0.62, top + s * 1.2),
                (x - s * 0.3, top + s * 0.62),
                (x + s * 0.3, top + s * 0.62),
                (x + s * 0.62, top + s * 1.2),
                (x + s * 0.55, y),
            ]
        )
    canvas.polygons(bodies, hexed(code))
    canvas.discs(heads, hexed(code))


def market(canvas: Canvas) -> None:
    canvas.sky("27335f", "6b5f8f", "c98a86", "f3bd8c")
    fronts, x = ("c98f6b", "d9b58a", "a8767a", "8f9a9b", "c7a77a", "b5796a", "93838f"), -0.01
    for code in fronts:
        wide, top = canvas.random.uniform(0.13, 0.17), canvas.random.uniform(0.16, 0.28)
        canvas.polygon(
            [(x, 0.75), (x, top), (x + wide / 2, top - 0.08), (x + wide, top), (x + wide, 0.75)],
            [hexed(code), hexed("5a4257")],
        )
        panes = [
            (x + 0.02 + c * 0.042, top + 0.05 + r * 0.1, x + 0.044 + c * 0.042, top + 0.11 + r * 0.1)
            for c in range(3)
            for r in range(4)
        ]
        canvas.boxes(panes, hexed("3a3552"), alpha=0.8)
        canvas.boxes([pane for pane in panes if canvas.random.random() < 0.45], hexed("ffd98c"))
        x += wide
    canvas.boxes([(0, 0.72, 1, 1)], [hexed("8a6f6d"), hexed("2c2338")])
    for strand in range(3):
        start, sag = 0.2 + strand * 0.05, 0.07
        wire = [
            (n / 60, start + sag * (1 - (2 * ((n / 30) % 1) - 1) ** 2) + strand * 0.02) for n in range(61)
        ]
        canvas.lines([wire], hexed("2c2440"), thick=0.0012)
        canvas.discs([(a, b + 0.008, 0.0042) for a, b in wire[::3]], hexed("fff0b8"))
        for a, b in wire[::6]:
            canvas.glow(a, b + 0.008, 0.022, "ffdf94", alpha=0.6)
    for left, code in ((0.02, "b8423a"), (0.27, "2f7a74"), (0.52, "d49a35"), (0.77, "5a5a9a")):
        right = left + 0.21
        canvas.boxes(
            [(left + 0.008, 0.5, left + 0.014, 0.84), (right - 0.014, 0.5, right - 0.008, 0.84)],
            hexed("3a2c33"),
        )
        canvas.boxes([(left + 0.01, 0.56, right - 0.01, 0.72)], hexed("ffcf86"), alpha=0.55)
        for stripe in range(7):
            a, b = left + stripe * 0.03, left + (stripe + 1) * 0.03
            tone = code if stripe % 2 == 0 else "f6ecd9"
            canvas.polygon(
                [(a + 0.006, 0.45), (b + 0.002, 0.45), (b, 0.545), ((a + b) / 2, 0.575), (a, 0.545)],
                [hexed(tone), hexed("6d4a4a")],
            )
        canvas.boxes([(left, 0.715, right, 0.84)], [hexed("8a5b3c"), hexed("4a2f28")])
        goods = [(left + 0.012 + n * 0.0145, 0.712 - (n % 2) * 0.012, 0.0085) for n in range(14)]
        for number, tone in enumerate(("d94f3a", "e8a93a", "6f9f45", "efe3c0")):
            canvas.discs(goods[number::4], hexed(tone))
    people(canvas, 0.95, 0.05, 11, "1b1730")
    people(canvas, 1.08, 0.075, 6, "0e0c1c")
    canvas.grain()


def tram(canvas: Canvas) -> None:
    canvas.sky("1a2148", "3f3f73", "8f5f85", "e8997b")
    for left, right, top, tone in (
        (-0.02, 0.17, 0.05, "252a4d"),
        (0.17, 0.31, 0.17, "323459"),
        (0.31, 0.43, 0.27, "474670"),
        (0.57, 0.69, 0.25, "474670"),
        (0.69, 0.84, 0.14, "323459"),
        (0.84, 1.02, 0.02, "252a4d"),
    ):
        canvas.boxes([(left, top, right, 0.8)], [hexed(tone), hexed("1b1c36")])
        panes = []
        x = left + 0.018
        while x < right - 0.02:
            panes += [
                (x, y / 100, x + 0.018, y / 100 + 0.05)
                for y in range(int(top * 100) + 5, 66, 9)
                if canvas.random.random() < 0.5
            ]
            x += 0.032
        canvas.boxes(panes, hexed("ffd48a"), alpha=0.85)
    canvas.glow(0.5, 0.55, 0.28, "ffc79a", alpha=0.6)
    canvas.boxes([(0, 0.78, 1, 1)], [hexed("4a4263"), hexed("14142a")])
    for a, b in ((0.43, 0.22), (0.47, 0.4), (0.53, 0.62), (0.57, 0.82)):
        canvas.lines([[(a, 0.78), (b, 1.02)]], hexed("e6b38f"), thick=0.003, alpha=0.8)
    canvas.lines(
        [[(0.0, 0.06), (0.5, 0.3), (1.0, 0.04)], [(0.36, 0.0), (0.5, 0.36)], [(0.64, 0.0), (0.5, 0.36)]],
        hexed("0d1024"),
        thick=0.0018,
    )
    canvas.polygon(
        [(0.335, 0.9), (0.345, 0.38), (0.375, 0.33), (0.625, 0.33), (0.655, 0.38), (0.665, 0.9)],
        [hexed("d8a13c"), hexed("a8432f"), hexed("7f2a26")],
    )
    canvas.boxes([(0.365, 0.435, 0.635, 0.65)], [hexed("33456b"), hexed("9fb1c0")])
    canvas.boxes([(0.497, 0.435, 0.503, 0.65)], hexed("5c2a24"))
    canvas.boxes([(0.4, 0.36, 0.6, 0.412)], hexed("15162a"))
    canvas.boxes([(0.415 + n * 0.03, 0.373, 0.435 + n * 0.03, 0.4) for n in range(6)], hexed("ffb03a"))
    canvas.polygon([(0.4, 0.65), (0.4, 0.575), (0.425, 0.545), (0.45, 0.575), (0.45, 0.65)], hexed("1a1c34"))
    canvas.discs([(0.425, 0.53, 0.013)], hexed("1a1c34"))
    canvas.boxes([(0.345, 0.69, 0.655, 0.702)], hexed("f3dfb8"))
    for x in (0.385, 0.615):
        canvas.glow(x, 0.765, 0.11, "fff1c9", alpha=0.9)
        canvas.discs([(x, 0.765, 0.015)], hexed("fffbe8"))
    canvas.boxes([(0.34, 0.86, 0.66, 0.92)], DARK)
    canvas.polygon(
        [(0.37, 0.92), (0.63, 0.92), (0.8, 1.05), (0.2, 1.05)], hexed("ffe7b4"), alpha=0.22, blur=0.01
    )
    people(canvas, 0.97, 0.048, 3, "0c0d20", spread=(0.05, 0.24))
    people(canvas, 0.97, 0.048, 2, "0c0d20", spread=(0.8, 0.95))
    canvas.grain()


def town_hall(canvas: Canvas) -> None:
    canvas.sky("7fa9c8", "b9d0da", "efe6d2")
    canvas.clouds(0.2, 0.12, "ffffff", count=11, alpha=0.65)
    stone, shade = [hexed("eadfc8"), hexed("c2ad8c")], hexed("8f7a5f")
    canvas.boxes([(0.14, 0.42, 0.86, 0.86)], stone)
    canvas.boxes([(0.455, 0.14, 0.545, 0.36)], stone)
    canvas.polygon([(0.445, 0.15), (0.5, 0.02), (0.555, 0.15)], [hexed("6fa08e"), hexed("3f6f63")])
    canvas.discs([(0.5, 0.225, 0.03)], hexed("faf6ea"))
    canvas.discs([(0.5, 0.225, 0.0035)], hexed("33302c"))
    canvas.lines([[(0.5, 0.225), (0.5, 0.192)], [(0.5, 0.225), (0.515, 0.235)]], hexed("33302c"), thick=0.003)
    canvas.polygon([(0.26, 0.44), (0.5, 0.29), (0.74, 0.44)], stone)
    canvas.polygon([(0.31, 0.425), (0.5, 0.31), (0.69, 0.425)], [hexed("d3c3a3"), hexed("b7a27f")])
    canvas.boxes([(0.13, 0.43, 0.87, 0.46), (0.12, 0.84, 0.88, 0.87)], [hexed("f4ecd9"), hexed("cdbb9b")])
    canvas.boxes([(0.29, 0.46, 0.71, 0.84)], hexed("7d6a55"))
    for n in range(7):
        left = 0.285 + n * 0.0645
        canvas.boxes([(left, 0.46, left + 0.036, 0.84)], stone)
        canvas.boxes([(left + 0.024, 0.46, left + 0.036, 0.84)], shade, alpha=0.35)
        canvas.boxes(
            [(left - 0.005, 0.46, left + 0.041, 0.475), (left - 0.005, 0.82, left + 0.041, 0.84)],
            hexed("f4ecd9"),
        )
    for side in (0.165, 0.225, 0.735, 0.795):
        for y in (0.5, 0.67):
            canvas.boxes([(side, y, side + 0.035, y + 0.11)], [hexed("4a5f70"), hexed("8fa6b3")])
            canvas.lines(
                [
                    [(side + 0.0175, y), (side + 0.0175, y + 0.11)],
                    [(side, y + 0.05), (side + 0.035, y + 0.05)],
                ],
                hexed("f4ecd9"),
                thick=0.0025,
            )
    canvas.boxes([(0.475, 0.62, 0.525, 0.84)], [hexed("2f4a44"), hexed("1d322e")])
    for step in range(4):
        canvas.boxes(
            [(0.24 - step * 0.03, 0.86 + step * 0.022, 0.76 + step * 0.03, 0.884 + step * 0.022)],
            [hexed("efe5d0"), hexed("b39f80")],
        )
    canvas.boxes([(0, 0.945, 1, 1)], [hexed("9a9284"), hexed("6f685e")])
    canvas.lines([[(0.08, 0.95), (0.08, 0.3)]], hexed("4b4a48"), thick=0.004)
    flag = [(0.082 + n * 0.008, 0.31 + 0.008 * sin(n * 0.9)) for n in range(14)]
    canvas.polygon([*flag, *[(x, y + 0.09) for x, y in reversed(flag)]], hexed("1f5f8a"))
    people(canvas, 0.97, 0.03, 5, "3b3632", spread=(0.58, 0.95))
    canvas.grain(0.04)


def terraces(canvas: Canvas) -> None:
    canvas.sky("a9c9d9", "dbe6e2", "f6ead0")
    canvas.clouds(0.16, 0.08, "ffffff", count=10, alpha=0.6)
    tones = ("d9674f", "e9b85a", "6fa6a0", "f0e3cb", "8f7fae", "e08f6a", "5f8fb5", "cfd3b5")
    for number, code in enumerate(tones):
        left, right, top = number / 8, (number + 1) / 8, 0.34 + 0.03 * sin(number * 2.1) - number * 0.012
        canvas.polygon(
            [(left, 0.86), (left, top), ((left + right) / 2, top - 0.12), (right, top), (right, 0.86)],
            [hexed(code), hexed("7d6660")],
        )
        canvas.polygon(
            [
                (left - 0.004, top + 0.01),
                ((left + right) / 2, top - 0.135),
                (right + 0.004, top + 0.01),
                (right, top + 0.025),
                ((left + right) / 2, top - 0.105),
                (left, top + 0.025),
            ],
            hexed("4a4450"),
        )
        canvas.boxes([(left + 0.08, top - 0.15, left + 0.097, top - 0.02)], hexed("8a5a4a"))
        panes = [
            (left + 0.02 + c * 0.05, top + 0.07 + r * 0.16, left + 0.052 + c * 0.05, top + 0.17 + r * 0.16)
            for c in range(2)
            for r in range(2)
        ]
        canvas.boxes([(a - 0.004, b - 0.006, c + 0.004, d + 0.006) for a, b, c, d in panes], hexed("fbf6ea"))
        canvas.boxes(panes, [hexed("46586b"), hexed("8fa3b0")])
        canvas.lines(
            [[((a + c) / 2, b), ((a + c) / 2, d)] for a, b, c, d in panes], hexed("fbf6ea"), thick=0.002
        )
        canvas.boxes([(left + 0.045, 0.7, left + 0.08, 0.86)], hexed(tones[(number + 3) % 8]))
        canvas.boxes([(left + 0.072, 0.78, left + 0.075, 0.79)], hexed("f7e7b0"))
        canvas.boxes(
            [
                (left + 0.02 + c * 0.05, top + 0.172 + 0.16, left + 0.052 + c * 0.05, top + 0.19 + 0.16)
                for c in range(2)
            ],
            hexed("4f7a45"),
        )
    canvas.boxes([(0, 0.86, 1, 0.9)], [hexed("c9bfae"), hexed("a39784")])
    canvas.boxes([(0, 0.9, 1, 1)], [hexed("77737a"), hexed("4a4852")])
    for x in (0.2, 0.27):
        canvas.lines(
            [[(x + 0.03 * sin(a / 5), 0.9 + 0.045 * sin(a / 5 + 1.571)) for a in range(33)]],
            hexed("22222c"),
            thick=0.0035,
        )
    canvas.lines(
        [
            [(0.2, 0.9), (0.23, 0.83), (0.262, 0.83), (0.27, 0.9)],
            [(0.2, 0.9), (0.236, 0.9), (0.262, 0.83)],
            [(0.23, 0.83), (0.236, 0.9)],
            [(0.222, 0.815), (0.238, 0.815)],
            [(0.258, 0.805), (0.262, 0.83)],
        ],
        hexed("b5382f"),
        thick=0.004,
    )
    canvas.grain(0.04)


TOWN: dict[str, Callable[[Canvas], None]] = {
    "market": market,
    "tram": tram,
    "town-hall": town_hall,
    "terraces": terraces,
}
