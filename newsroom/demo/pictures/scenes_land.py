"""Scenes inland: hills, the pitch, a greenhouse, the night sky, and a chart on paper."""

from collections.abc import Callable
from math import cos, pi, sin

from newsroom.demo.pictures.canvas import Canvas, hexed


def hills(canvas: Canvas) -> None:
    canvas.sky("f6c48d", "f9dcae", "fbeccb", "e6ead2")
    canvas.glow(0.33, 0.3, 0.26, "fffbe6", alpha=1.0)
    canvas.discs([(0.33, 0.29, 0.04)], hexed("fffdf2"))
    tones = (
        ("c9c9a9", "e3dcbb"),
        ("9fb191", "c6cba4"),
        ("6f9679", "a3b78b"),
        ("457563", "7a9d74"),
        ("24534a", "4d7a5b"),
        ("123733", "1d4a3c"),
    )
    for number, (top, bottom) in enumerate(tones):
        canvas.ridge(0.42 + number * 0.1, 0.2 - number * 0.02, [hexed(top), hexed(bottom)], rough=0.46)
        if number < 4:
            canvas.haze(0.5 + number * 0.1, 0.06, "fff3d6", alpha=0.35)
    trees = []
    for _ in range(46):
        x, tall = canvas.random.uniform(0, 1), canvas.random.uniform(0.05, 0.12)
        base = 0.99 + canvas.random.uniform(0, 0.03)
        trees += [[(x, base - tall), (x - tall * 0.17, base), (x + tall * 0.17, base)]]
    canvas.polygons(trees, hexed("0b2826"))
    canvas.lines(
        [
            [(x - 0.012, y - 0.008), (x, y), (x + 0.012, y - 0.008)]
            for x, y in ((0.6, 0.2), (0.64, 0.17), (0.67, 0.22))
        ],
        hexed("6b6a55"),
        thick=0.0018,
    )
    canvas.grain()


def stadium(canvas: Canvas) -> None:
    canvas.sky("0a1126", "16234a", "34406f")
    canvas.polygon(
        [(-0.01, 0.2), (0.42, 0.36), (0.58, 0.36), (1.01, 0.2), (1.01, 0.6), (-0.01, 0.6)],
        [hexed("1b2547"), hexed("2c3a66")],
    )
    crowd: dict[str, list[tuple[float, float, float]]] = {
        "e8d9c8": [],
        "b8433a": [],
        "7f8fc0": [],
        "f4f1ea": [],
    }
    for _ in range(2600):
        x, row = canvas.random.uniform(0, 1), canvas.random.uniform(0, 1)
        y = 0.25 + abs(0.5 - abs(x - 0.5)) * 0.3 + row * (0.34 - abs(0.5 - abs(x - 0.5)) * 0.3)
        crowd[canvas.random.choice(list(crowd))].append((x, y, 0.0014 + row * 0.0016))
    for code, discs in crowd.items():
        canvas.discs(discs, hexed(code), alpha=0.6)
    canvas.polygon(
        [(-0.3, 1.05), (0.14, 0.58), (0.86, 0.58), (1.3, 1.05)], [hexed("4f9a55"), hexed("22693a")]
    )
    for n in range(0, 12, 2):
        a, b = 0.14 + n * 0.06, 0.14 + (n + 1) * 0.06
        canvas.polygon(
            [(a, 0.58), (b, 0.58), (-0.3 + (n + 1) * 1.6 / 12, 1.05), (-0.3 + n * 1.6 / 12, 1.05)],
            hexed("6db765"),
            alpha=0.35,
        )
    canvas.boxes([(0, 0.565, 1, 0.585)], hexed("e9e4d8"))
    canvas.boxes([(n * 0.1 + 0.005, 0.568, n * 0.1 + 0.07, 0.582) for n in range(10)], hexed("a8352f"))
    chalk = [
        [(0.5, 0.585), (0.5, 1.05)],
        [(0.1, 0.625), (0.9, 0.625)],
        [(0.32 + 0.18 * (1 + cos(a * pi / 20)), 0.82 + 0.09 * sin(a * pi / 20)) for a in range(41)],
    ]
    canvas.lines(chalk, hexed("f4f7ee"), thick=0.003, alpha=0.85)
    players = (
        (0.35, 0.8, 0.022, "c23a34"),
        (0.47, 0.86, 0.025, "f2efe6"),
        (0.62, 0.76, 0.02, "c23a34"),
        (0.74, 0.72, 0.017, "f2efe6"),
        (0.24, 0.7, 0.016, "f2efe6"),
        (0.56, 0.67, 0.014, "c23a34"),
    )
    for x, y, s, code in players:
        canvas.polygon(
            [(x, y + s * 3.6), (x + s * 4, y + s * 3), (x + s * 4.3, y + s * 3.3), (x + 0.2 * s, y + s * 4)],
            hexed("0d3320"),
            alpha=0.4,
            blur=0.002,
        )
        canvas.polygons(
            [[(x - s * 0.6, y), (x + s * 0.6, y), (x + s * 0.5, y + s * 1.9), (x - s * 0.5, y + s * 1.9)]],
            hexed(code),
        )
        canvas.polygons(
            [
                [
                    (x - s * 0.5, y + s * 1.8),
                    (x, y + s * 1.8),
                    (x - s * 0.5, y + s * 3.8),
                    (x - s * 0.85, y + s * 3.8),
                ],
                [
                    (x, y + s * 1.8),
                    (x + s * 0.5, y + s * 1.8),
                    (x + s * 0.9, y + s * 3.6),
                    (x + s * 0.55, y + s * 3.7),
                ],
            ],
            hexed("1a2244"),
        )
        canvas.discs([(x, y - s * 0.5, s * 0.42)], hexed("c99877"))
    canvas.discs([(0.53, 0.965, 0.009)], hexed("ffffff"))
    for x in (0.1, 0.9):
        canvas.lines([[(x, 0.12), (x, 0.34)]], hexed("0a1020"), thick=0.008)
        canvas.boxes([(x - 0.05, 0.06, x + 0.05, 0.13)], hexed("101830"))
        canvas.discs(
            [(x - 0.038 + c * 0.019, 0.075 + r * 0.02, 0.0065) for c in range(5) for r in range(3)],
            hexed("fffef2"),
        )
        canvas.glow(x, 0.095, 0.26, "eef3ff", alpha=0.75)
    canvas.haze(0.5, 0.3, "dfe8ff", alpha=0.14)
    canvas.grain()


def night_sky(canvas: Canvas) -> None:
    canvas.sky("060a1c", "0d1738", "1d2f5e", "3f5a86", "6f7f98")
    pick = canvas.random.uniform
    for _ in range(60):
        along = pick(-0.1, 1.1)
        canvas.glow(
            along, 0.75 - along * 0.65 + canvas.random.gauss(0, 0.05), pick(0.03, 0.1), "8f9fd0", alpha=0.1
        )
    canvas.discs(
        [(pick(0, 1), pick(0, 0.85), pick(0.0004, 0.0012)) for _ in range(900)], hexed("ffffff"), alpha=0.8
    )
    band = [
        (along, 0.75 - along * 0.65 + canvas.random.gauss(0, 0.07), pick(0.0003, 0.0009))
        for along in (pick(0, 1) for _ in range(1500))
    ]
    canvas.discs(band, hexed("dfe6ff"), alpha=0.75)
    canvas.discs([(pick(0, 1), pick(0, 0.6), pick(0.0015, 0.0024)) for _ in range(22)], hexed("fff4dc"))
    canvas.ridge(0.83, 0.08, hexed("16213f"), rough=0.5)
    canvas.ridge(0.91, 0.06, hexed("080d1e"), rough=0.5)
    canvas.polygon([(0.64, 0.88), (0.64, 0.76), (0.8, 0.76), (0.8, 0.88)], hexed("0a1024"))
    canvas.shape(
        lambda pen, w, h: pen.pieslice((0.63 * w, 0.645 * h, 0.81 * w, 0.885 * h), 180, 360, fill=255),
        [hexed("44527d"), hexed("111936")],
    )
    canvas.polygon([(0.71, 0.765), (0.735, 0.655), (0.755, 0.66), (0.74, 0.765)], hexed("070b1a"))
    canvas.boxes([(0.66, 0.8, 0.672, 0.83), (0.77, 0.8, 0.782, 0.83)], hexed("ffcf87"))
    canvas.polygons(
        [
            [(0.3, 0.93), (0.305, 0.865), (0.315, 0.865), (0.32, 0.93)],
            [(0.345, 0.93), (0.35, 0.88), (0.358, 0.88), (0.363, 0.93)],
        ],
        hexed("050814"),
    )
    canvas.discs([(0.31, 0.853, 0.006), (0.354, 0.87, 0.005)], hexed("050814"))
    canvas.grain()


def greenhouse(canvas: Canvas) -> None:
    canvas.sky("dff0ea", "c9e4d6", "a5cfb6")
    canvas.glow(0.5, 0.28, 0.4, "ffffff", alpha=0.9)
    frames = [[(0.5, 0.06), (x, 0.42), (x, 0.8)] for x in (0.06, 0.2, 0.34, 0.66, 0.8, 0.94)]
    frames += [[(0.06, y), (0.94, y)] for y in (0.42, 0.54, 0.67)] + [
        [(0.28, 0.24), (0.72, 0.24)],
        [(0.5, 0.06), (0.5, 0.8)],
    ]
    canvas.lines(frames, hexed("f8fbf8"), thick=0.006)
    canvas.lines(frames, hexed("7fa894"), thick=0.0015)
    canvas.polygon(
        [(0.38, 1.01), (0.47, 0.62), (0.53, 0.62), (0.62, 1.01)], [hexed("d9c7a8"), hexed("b59a74")]
    )
    for depth, (tone, light) in enumerate(
        (("6fae7c", "a9d19b"), ("3d8a5a", "7fba77"), ("1f6444", "4f9a5a"), ("0e4531", "2a7247"))
    ):
        base, reach = 0.72 + depth * 0.1, 0.08 + depth * 0.035
        for side in (-1, 1):
            for _ in range(22):
                away = canvas.random.uniform(0.06 + depth * 0.035, 0.55)
                x, bottom = 0.5 + side * away, base + canvas.random.uniform(-0.02, 0.06)
                leaves = []
                for n in range(9):
                    angle = -pi / 2 + (n - 4) * 0.33 + canvas.random.uniform(-0.1, 0.1)
                    tip = (x + cos(angle) * reach * 0.8, bottom + sin(angle) * reach * 1.3)
                    mid = (x + cos(angle + 0.2) * reach * 0.4, bottom + sin(angle + 0.2) * reach * 0.75)
                    mid2 = (x + cos(angle - 0.2) * reach * 0.4, bottom + sin(angle - 0.2) * reach * 0.75)
                    leaves.append([(x, bottom), mid, tip, mid2])
                canvas.polygons(leaves, [hexed(light), hexed(tone)], alpha=0.95)
        fruit = [
            (
                0.5 + canvas.random.choice((-1, 1)) * canvas.random.uniform(0.1 + depth * 0.04, 0.5),
                base - canvas.random.uniform(0, reach),
                0.005 + depth * 0.002,
            )
            for _ in range(16)
        ]
        canvas.discs(fruit, [hexed("ef6a4a"), hexed("b8352c")])
    canvas.grain(0.04)


def chart(canvas: Canvas) -> None:
    canvas.sky("f7f2e6", "f1e9d8")
    canvas.lines([[(0.1, y / 10), (0.93, y / 10)] for y in range(2, 9)], hexed("d9cfb9"), thick=0.0014)
    canvas.lines([[(0.1, 0.14), (0.1, 0.84), (0.94, 0.84)]], hexed("3b3a44"), thick=0.003)
    heights = [0.2, 0.24, 0.22, 0.31, 0.29, 0.36, 0.34, 0.43, 0.47, 0.44, 0.55, 0.6]
    for number, high in enumerate(heights):
        left = 0.125 + number * 0.067
        colours = [hexed("2c6e8f"), hexed("7fb0bf")] if number < 10 else [hexed("b5402f"), hexed("e08a5a")]
        canvas.boxes([(left, 0.838 - high, left + 0.043, 0.838)], colours, alpha=0.92)
    points = [
        (0.1465 + n * 0.067, 0.62 - high * 0.72 + 0.05 * sin(n * 1.3)) for n, high in enumerate(heights)
    ]
    canvas.polygon([*points, (points[-1][0], 0.838), (points[0][0], 0.838)], hexed("e3a33f"), alpha=0.16)
    canvas.lines([points], hexed("d98a1f"), thick=0.005)
    canvas.discs([(x, y, 0.008) for x, y in points], hexed("fbf6ea"))
    canvas.discs([(x, y, 0.0055) for x, y in points], hexed("d98a1f"))
    canvas.boxes([(0.126 + n * 0.067, 0.862, 0.166 + n * 0.067, 0.872) for n in range(12)], hexed("b9ae98"))
    canvas.boxes([(0.06, y / 10 - 0.005, 0.085, y / 10 + 0.005) for y in range(2, 9)], hexed("b9ae98"))
    canvas.boxes([(0.1, 0.075, 0.38, 0.098), (0.1, 0.925, 0.25, 0.935)], hexed("4a4954"))
    canvas.grain(0.05, dark_edges=0.12)


def allotment(canvas: Canvas) -> None:
    canvas.sky("8fc0dc", "cfe3e6", "f3ead2")
    canvas.clouds(0.18, 0.1, "ffffff", count=12, alpha=0.7)
    canvas.ridge(0.45, 0.1, [hexed("7fa58a"), hexed("a9c19b")], rough=0.5)
    canvas.ridge(0.52, 0.04, [hexed("587f5c"), hexed("7ea06c")], rough=0.55)
    canvas.boxes([(0, 0.54, 1, 1)], [hexed("8a7049"), hexed("4f3b26")])
    for n in range(-8, 18):
        near = 0.5 + (n / 10 - 0.5) * 2.6
        far = 0.5 + (n / 10 - 0.5) * 0.9
        canvas.polygon(
            [(far - 0.006, 0.54), (far + 0.018, 0.54), (near + 0.07, 1.02), (near - 0.03, 1.02)],
            [hexed("7fae57"), hexed("2f6b36")] if n % 3 else [hexed("a9bd62"), hexed("6f8f35")],
            alpha=0.92,
        )
        tufts = []
        for row in range(14):
            share = (row / 14) ** 1.6
            x, y, s = far + 0.006 + (near + 0.02 - far) * share, 0.55 + 0.47 * share, 0.006 + 0.03 * share
            tufts += [[(x - s, y - s * 0.8), (x, y), (x + s, y - s * 0.9), (x, y - s * 1.9)]]
        canvas.polygons(tufts, hexed("3f7d3d" if n % 2 else "5d9448"), alpha=0.9)
    canvas.polygons(
        [[(0.66, 0.56), (0.66, 0.42), (0.74, 0.34), (0.82, 0.42), (0.82, 0.56)]],
        [hexed("5d7f8f"), hexed("3f5c6b")],
    )
    canvas.polygons(
        [[(0.645, 0.43), (0.74, 0.33), (0.835, 0.43), (0.82, 0.445), (0.74, 0.362), (0.66, 0.445)]],
        hexed("34434c"),
    )
    canvas.boxes([(0.715, 0.46, 0.765, 0.56)], hexed("d9a441"))
    canvas.boxes([(0.2, 0.47, 0.206, 0.62)], hexed("6b5233"))
    canvas.polygons(
        [
            [(0.165, 0.515), (0.243, 0.515), (0.235, 0.525), (0.172, 0.525)],
            [(0.183, 0.5), (0.223, 0.5), (0.23, 0.58), (0.176, 0.58)],
        ],
        hexed("b5483a"),
    )
    canvas.discs([(0.203, 0.475, 0.014)], hexed("e0c08a"))
    canvas.polygons(
        [[(0.178, 0.465), (0.228, 0.465), (0.215, 0.455), (0.211, 0.435), (0.195, 0.435), (0.191, 0.455)]],
        hexed("4b3b28"),
    )
    canvas.grain(0.04)


LAND: dict[str, Callable[[Canvas], None]] = {
    "hills": hills,
    "stadium": stadium,
    "night-sky": night_sky,
    "greenhouse": greenhouse,
    "chart": chart,
    "allotment": allotment,
}
