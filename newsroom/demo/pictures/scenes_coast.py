"""Scenes of the coast: a storm, the kelp below, the cranes and the pool."""

from collections.abc import Callable
from math import sin

from newsroom.demo.pictures.canvas import Canvas, hexed

DARK = hexed("141b2d")


def storm(canvas: Canvas) -> None:
    canvas.sky("10161f", "2b3844", "536068", "8b938f")
    for height in (0.12, 0.24, 0.34):
        canvas.clouds(height, 0.08, "1b242e", count=12, alpha=0.75)
        canvas.clouds(height + 0.05, 0.05, "9aa3a3", count=6, alpha=0.25)
    canvas.glow(0.3, 0.46, 0.3, "dfe3d5", alpha=0.5)
    for number, (y, top, bottom) in enumerate(
        (
            (0.5, "6f8283", "3b5157"),
            (0.58, "56706f", "263c43"),
            (0.68, "46625f", "18292f"),
            (0.8, "33504f", "0d191f"),
        )
    ):
        canvas.ridge(y, 0.06 + number * 0.03, [hexed(top), hexed(bottom)], rough=0.55)
        foam = [
            (
                canvas.random.uniform(0, 1),
                y + canvas.random.uniform(-0.01, 0.05),
                canvas.random.uniform(0.002, 0.006 + number * 0.003),
            )
            for _ in range(70)
        ]
        canvas.discs(foam, hexed("e8eeea"), alpha=0.28, blur=0.002)
    canvas.polygon(
        [(0.55, 1.01), (0.58, 0.62), (1.01, 0.58), (1.01, 1.01)], [hexed("2b2f33"), hexed("101417")]
    )
    canvas.boxes([(0.6, 0.5, 0.63, 0.63)], hexed("2b2f33"))
    canvas.glow(0.615, 0.5, 0.06, "ffcf7a", alpha=0.9)
    pick = canvas.random.gauss
    canvas.discs(
        [(pick(0.55, 0.06), pick(0.52, 0.13), abs(pick(0, 0.006)) + 0.001) for _ in range(420)],
        hexed("f4f7f5"),
        alpha=0.55,
        blur=0.0015,
    )
    canvas.discs(
        [(pick(0.54, 0.035), pick(0.56, 0.1), abs(pick(0, 0.016))) for _ in range(120)],
        hexed("ffffff"),
        alpha=0.5,
        blur=0.006,
    )
    rain = [
        [(x, y), (x - 0.012, y + 0.05)]
        for x, y in ((canvas.random.uniform(0, 1.05), canvas.random.uniform(-0.05, 1)) for _ in range(260))
    ]
    canvas.lines(rain, hexed("dfe6e8"), thick=0.0008, alpha=0.25)
    canvas.grain(0.06)


def kelp(canvas: Canvas) -> None:
    canvas.sky("9fe0d4", "3fa9a8", "14687a", "08344a", "041a2b")
    for x in (0.1, 0.26, 0.42, 0.6, 0.78):
        lean = canvas.random.uniform(-0.1, 0.1)
        canvas.polygon(
            [(x, -0.05), (x + 0.07, -0.05), (x + 0.2 + lean, 1), (x - 0.02 + lean, 1)],
            hexed("d8fff2"),
            alpha=0.13,
            blur=0.012,
        )
    for tone, stems, sway in (("2d7a70", 9, 0.02), ("1d5a52", 8, 0.03), ("0d352f", 6, 0.04)):
        for _ in range(stems):
            x, phase, leaves = canvas.random.uniform(0, 1), canvas.random.uniform(0, 6), []
            stem = [(x + sin(phase + n / 6) * sway, 1.02 - n / 24 * 1.1) for n in range(25)]
            for number, (a, b) in enumerate(stem[2:]):
                side = 1 if number % 2 else -1
                long = canvas.random.uniform(0.035, 0.06) * (1.2 if sway > 0.03 else 1)
                leaves.append(
                    [
                        (a, b),
                        (a + side * long * 0.5, b - 0.035),
                        (a + side * long, b - 0.03),
                        (a + side * long * 0.5, b - 0.006),
                    ]
                )
            canvas.polygons(leaves, hexed(tone), alpha=0.9)
            canvas.lines([stem], hexed(tone), thick=0.004)
    for _ in range(26):
        x, y, s = (
            canvas.random.uniform(0.3, 0.75),
            canvas.random.uniform(0.25, 0.5),
            canvas.random.uniform(0.007, 0.012),
        )
        canvas.polygons(
            [
                [(x - s, y), (x, y - s * 0.6), (x + s, y), (x, y + s * 0.6)],
                [(x + s * 0.8, y), (x + s * 1.6, y - s * 0.6), (x + s * 1.6, y + s * 0.6)],
            ],
            hexed("dff6ee"),
            alpha=0.75,
        )
    canvas.glow(0.42, 0.0, 0.35, "f2fff8", alpha=0.8)
    canvas.grain()


def cranes(canvas: Canvas) -> None:
    canvas.sky("f0c789", "f3d9ae", "e9dfcb", "b9c3c4")
    canvas.glow(0.8, 0.22, 0.28, "fff6da", alpha=0.9)
    canvas.ridge(0.58, 0.05, hexed("a9aaa3"), rough=0.5)
    canvas.water(0.66, "b9b7a6", "6f8388", "2a4350", mirror=0.4)
    colours = ("b84a3a", "2f6f8f", "d69a3c", "4a7a5c", "6c5a7a", "8f8f86")
    stacks = []
    for column in range(16):
        for row in range(canvas.random.randint(1, 4)):
            left = 0.03 + column * 0.059
            stacks.append((left, 0.66 - (row + 1) * 0.036, left + 0.055, 0.66 - row * 0.036 - 0.002))
    for number, code in enumerate(colours):
        canvas.boxes(stacks[number :: len(colours)], [hexed(code), hexed("4a4a4a")], alpha=0.96)
    for x, tone in ((0.2, "7c3b30"), (0.52, "27465a"), (0.82, "7c3b30")):
        legs = [
            [(x - 0.05, 0.66), (x - 0.035, 0.3)],
            [(x + 0.05, 0.66), (x + 0.035, 0.3)],
            [(x - 0.045, 0.5), (x + 0.045, 0.5)],
            [(x - 0.045, 0.5), (x + 0.04, 0.38)],
            [(x - 0.2, 0.3), (x + 0.12, 0.3)],
            [(x, 0.3), (x, 0.13)],
            [(x, 0.14), (x - 0.19, 0.3)],
            [(x, 0.14), (x + 0.11, 0.3)],
        ]
        canvas.lines(legs, hexed(tone), thick=0.006)
        canvas.lines([[(x - 0.14, 0.3), (x - 0.14, 0.42)]], hexed(tone), thick=0.002)
        canvas.boxes([(x - 0.17, 0.42, x - 0.11, 0.455), (x - 0.045, 0.28, x - 0.01, 0.325)], hexed("d69a3c"))
    canvas.boxes([(0, 0.655, 1, 0.675)], hexed("40464a"))
    canvas.grain()


def sea_pool(canvas: Canvas) -> None:
    canvas.sky("bfe0ea", "dcecec", "f2eadb")
    canvas.ridge(0.33, 0.08, [hexed("7d9a9a"), hexed("a9bcb6")], rough=0.5)
    canvas.water(0.36, "7fb6c4", "3f8ea6", "2a7390", mirror=0.2)
    canvas.polygon(
        [(-0.05, 1.05), (0.17, 0.5), (0.86, 0.5), (1.05, 1.05)], [hexed("dcd3c3"), hexed("b3a690")]
    )
    canvas.polygon(
        [(0.03, 1.05), (0.21, 0.53), (0.82, 0.53), (0.97, 1.05)],
        [hexed("8fdcdc"), hexed("2fa3b8"), hexed("1b7d9c")],
    )
    for n in range(1, 6):
        top, bottom = 0.21 + n * 0.61 / 6, 0.03 + n * 0.94 / 6
        canvas.lines([[(top, 0.53), (bottom, 1.02)]], hexed("f4f4ee"), thick=0.003, alpha=0.9)
    canvas.discs(
        [(0.3 + n * 0.008, 0.7 + n * 0.004, 0.007) for n in range(6)], hexed("ffffff"), alpha=0.7, blur=0.003
    )
    for x, y, s, cap in (
        (0.33, 0.71, 0.014, "d94f3d"),
        (0.57, 0.63, 0.01, "f2b33d"),
        (0.7, 0.82, 0.02, "243a6b"),
    ):
        canvas.polygon(
            [(x - s, y + s), (x + s, y + s), (x + s * 0.6, y + s * 4), (x - s * 0.6, y + s * 4)],
            hexed("e2b592"),
            alpha=0.55,
            blur=0.003,
        )
        canvas.discs([(x, y, s)], hexed(cap))
        canvas.lines(
            [[(x - s, y + s), (x - s * 3, y - s * 0.4)], [(x + s, y + s), (x + s * 2.6, y + s * 1.6)]],
            hexed("e2b592"),
            thick=0.005,
        )
        canvas.discs(
            [
                (x + canvas.random.uniform(-3, 3) * s, y + canvas.random.uniform(1, 5) * s, s * 0.35)
                for _ in range(24)
            ],
            hexed("ffffff"),
            alpha=0.5,
            blur=0.002,
        )
    canvas.grain(0.04)


def bench(canvas: Canvas) -> None:
    canvas.sky("3a5a86", "8fa6b8", "e8c9a6", "f7d9a6")
    canvas.glow(0.74, 0.5, 0.28, "fff3d0", alpha=0.9)
    canvas.discs([(0.74, 0.5, 0.03)], hexed("fff8e4"))
    canvas.clouds(0.24, 0.12, "f3d3bb", count=10, alpha=0.5)
    canvas.ridge(0.55, 0.06, [hexed("7a8794"), hexed("9a9f9f")], rough=0.5)
    canvas.water(0.57, "d9bfa3", "6f8799", "3a5266", mirror=0.35, glints="fff0d0")
    canvas.path_of_light(0.74, 0.58, "fff3d0", width=0.04)
    canvas.boxes([(0, 0.8, 1, 1)], [hexed("8f8272"), hexed("4f463e")])
    canvas.lines([[(0, 0.64), (1, 0.64)], [(0, 0.71), (1, 0.71)]], hexed("2b3440"), thick=0.004)
    canvas.boxes([(n / 9 + 0.03, 0.62, n / 9 + 0.036, 0.81) for n in range(9)], hexed("2b3440"))
    for left, right, base, thick in ((0.12, 0.42, 0.9, 1.0), (0.6, 0.8, 0.86, 0.7)):
        slat, tall = 0.016 * thick, 0.2 * thick
        shadow = [(left - 0.12, base + 0.05), (right - 0.1, base + 0.05), (right, base), (left, base)]
        canvas.polygon(shadow, hexed("1d1a1c"), alpha=0.35, blur=0.005)
        rows = [
            (left, base - tall + n * slat * 1.7, right, base - tall + n * slat * 1.7 + slat) for n in range(4)
        ]
        canvas.boxes(rows, [hexed("b9763f"), hexed("6f4022")])
        canvas.boxes(
            [(left - 0.01, base - tall * 0.46, right + 0.01, base - tall * 0.46 + slat * 1.2)],
            hexed("9a5f33"),
        )
        legs = [(x, base - tall, x + 0.009 * thick, base) for x in (left + 0.025, right - 0.035)]
        canvas.boxes(legs, hexed("1f2228"))
        canvas.boxes(
            [(left + 0.06, base - tall + slat * 1.9, left + 0.1, base - tall + slat * 2.5)], hexed("f0d48a")
        )
    canvas.lines(
        [[(0.47, 0.58), (0.47, 0.92)], [(0.47, 0.59), (0.5, 0.56), (0.52, 0.58)]],
        hexed("1f2228"),
        thick=0.006,
    )
    canvas.discs([(0.52, 0.6, 0.014)], hexed("ffe9b0"))
    canvas.glow(0.52, 0.6, 0.07, "ffe9b0", alpha=0.7)
    canvas.grain(0.04)


COAST: dict[str, Callable[[Canvas], None]] = {
    "bench": bench,
    "storm": storm,
    "kelp": kelp,
    "cranes": cranes,
    "sea-pool": sea_pool,
}
