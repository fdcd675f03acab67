"""Scenes by the water: the harbour, the light, ferries, sails and storms."""

from collections.abc import Callable
from math import cos, pi, sin

from newsroom.demo.pictures.canvas import Canvas, Point, hexed

DARK = hexed("141b2d")


def boat(canvas: Canvas, x: float, y: float, size: float, code: str, *, mast: bool = True) -> None:
    """A fishing boat seen from the side, its waterline at `y`."""
    hull: list[Point] = [(-1, -0.28), (1.1, -0.36), (0.8, 0.06), (-0.8, 0.06)]
    house: list[Point] = [(-0.55, -0.8), (0.0, -0.8), (0.05, -0.28), (-0.55, -0.28)]
    canvas.polygons([[(x + a * size, y + b * size) for a, b in part] for part in (hull, house)], hexed(code))
    if mast:
        canvas.lines(
            [
                [(x + 0.3 * size, y - 0.3 * size), (x + 0.3 * size, y - 2.4 * size)],
                [(x + 0.3 * size, y - 2.2 * size), (x + 1.05 * size, y - 0.36 * size)],
                [(x + 0.3 * size, y - 2.2 * size), (x - 0.9 * size, y - 0.3 * size)],
            ],
            hexed(code),
            thick=0.0016,
        )
    canvas.boxes(
        [(x - 0.45 * size, y - 0.7 * size, x - 0.12 * size, y - 0.52 * size)], hexed("f6c66b"), alpha=0.9
    )


def town_line(canvas: Canvas, y: float, code: str, *, lit: str = "ffd98a", tall: float = 0.1) -> None:
    """A row of gabled houses along the quay, some windows lit."""
    pick, x = canvas.random.uniform, -0.02
    houses, windows = [], []
    while x < 1.02:
        wide, high = pick(0.03, 0.07), pick(0.4, 1) * tall
        top = y - high
        houses.append(
            [(x, y), (x, top), (x + wide / 2, top - high * pick(0.15, 0.4)), (x + wide, top), (x + wide, y)]
        )
        for row in range(int(high / 0.024)):
            for column in range(int(wide / 0.014)):
                if pick(0, 1) < 0.4:
                    left, up = x + 0.005 + column * 0.014, top + 0.008 + row * 0.024
                    windows.append((left, up, left + 0.005, up + 0.011))
        x += wide
    canvas.polygons(houses, hexed(code))
    canvas.boxes(windows, hexed(lit), alpha=0.85)


def harbour_dawn(canvas: Canvas) -> None:
    canvas.sky("2a3d66", "7a6f9b", "e79a86", "f9d29a", "fbe3b5")
    canvas.glow(0.68, 0.5, 0.32, "fff1c4", alpha=0.95)
    canvas.clouds(0.26, 0.14, "f4b8a0")
    canvas.ridge(0.47, 0.12, [hexed("8b7a98"), hexed("b99a9d")], rough=0.45)
    canvas.ridge(0.52, 0.07, [hexed("5b5878"), hexed("8a7488")], rough=0.5)
    town_line(canvas, 0.575, "373a5c", tall=0.09)
    canvas.water(0.57, "c98f86", "5d5f86", "222b4c", mirror=0.5, glints="ffe6c0")
    canvas.path_of_light(0.68, 0.58, "fff0c8")
    for x, y, size in ((0.86, 0.64, 0.04), (0.13, 0.67, 0.055), (0.4, 0.74, 0.075)):
        boat(canvas, x, y, size, "1b2340")
        canvas.polygon(
            [(x - size, y + 0.01), (x + size, y + 0.01), (x, y + size * 1.3)], DARK, alpha=0.35, blur=0.006
        )
    canvas.boxes([(0, 0.94, 1, 1)], hexed("11172b"))
    canvas.boxes([(x / 7 + 0.03, 0.88, x / 7 + 0.045, 0.95) for x in range(7)], hexed("11172b"))
    canvas.grain()


def lighthouse(canvas: Canvas) -> None:
    canvas.sky("0d1633", "1d2c5b", "4a4f86", "a56f88", "eaa07c")
    stars = [
        (canvas.random.uniform(0, 1), canvas.random.uniform(0, 0.4), canvas.random.uniform(0.0005, 0.0014))
        for _ in range(130)
    ]
    canvas.discs(stars, hexed("ffffff"), alpha=0.75)
    canvas.ridge(0.66, 0.05, hexed("524d78"), rough=0.5)
    canvas.water(0.69, "9b6c84", "3b3f70", "10183a", mirror=0.25, glints="ffc9a0")
    canvas.polygon([(0.66, 0.265), (-0.1, 0.04), (-0.1, 0.3)], hexed("fff2c0"), alpha=0.34, blur=0.008)
    canvas.polygon([(0.66, 0.265), (1.1, 0.16), (1.1, 0.4)], hexed("fff2c0"), alpha=0.24, blur=0.008)
    canvas.polygon(
        [(0.38, 1.01), (0.47, 0.8), (0.57, 0.73), (0.75, 0.7), (0.9, 0.74), (1.01, 0.7), (1.01, 1.01)],
        [hexed("2a2c4d"), hexed("0b1024")],
    )
    canvas.polygon(
        [(0.625, 0.735), (0.638, 0.31), (0.682, 0.31), (0.695, 0.735)], [hexed("f1e3da"), hexed("b99fae")]
    )
    for top in (0.37, 0.5, 0.63):
        lean = (top - 0.31) * 0.0306
        canvas.polygon(
            [
                (0.638 - lean, top),
                (0.682 + lean, top),
                (0.684 + lean, top + 0.06),
                (0.636 - lean, top + 0.06),
            ],
            hexed("b4423c"),
        )
    canvas.polygon([(0.66, 0.31), (0.682, 0.31), (0.695, 0.735), (0.67, 0.735)], DARK, alpha=0.22)
    canvas.boxes([(0.63, 0.3, 0.69, 0.312), (0.644, 0.235, 0.676, 0.3)], DARK)
    canvas.boxes([(0.647, 0.245, 0.673, 0.295)], hexed("fff4c9"))
    canvas.polygon([(0.64, 0.238), (0.66, 0.195), (0.68, 0.238)], DARK)
    canvas.glow(0.66, 0.268, 0.16, "fff3c4", alpha=0.9)
    canvas.polygons(
        [[(0.72, 0.735), (0.72, 0.665), (0.76, 0.625), (0.8, 0.665), (0.8, 0.735)]], hexed("1b2040")
    )
    canvas.boxes([(0.738, 0.68, 0.75, 0.7), (0.77, 0.68, 0.782, 0.7)], hexed("ffd27a"))
    canvas.grain()


def ferry(canvas: Canvas) -> None:
    canvas.sky("6fa3c7", "a9cbdd", "dfe9e6", "f7ecd8")
    canvas.clouds(0.2, 0.12, "ffffff", count=12, alpha=0.6)
    canvas.ridge(0.5, 0.14, [hexed("7f9fb0"), hexed("a9bfc4")], rough=0.5)
    canvas.ridge(0.545, 0.07, [hexed("56798a"), hexed("7c9aa2")], rough=0.5)
    canvas.water(0.57, "9fc0cb", "4c7f95", "1d4a63", mirror=0.3)
    canvas.polygon(
        [(0.2, 0.565), (0.84, 0.545), (0.79, 0.665), (0.26, 0.665)], [hexed("22507c"), hexed("123253")]
    )
    canvas.boxes([(0.25, 0.625, 0.8, 0.64)], hexed("d4573f"))
    canvas.boxes(
        [(0.27, 0.49, 0.76, 0.565), (0.33, 0.43, 0.66, 0.49), (0.38, 0.385, 0.52, 0.43)],
        [hexed("ffffff"), hexed("dfe6e8")],
    )
    canvas.boxes([(0.29 + n * 0.03, 0.515, 0.31 + n * 0.03, 0.54) for n in range(15)], hexed("2f4b63"))
    canvas.boxes([(0.35 + n * 0.026, 0.45, 0.366 + n * 0.026, 0.47) for n in range(12)], hexed("2f4b63"))
    canvas.boxes([(0.39, 0.395, 0.51, 0.415)], hexed("22384d"))
    canvas.polygon([(0.57, 0.43), (0.58, 0.35), (0.63, 0.35), (0.62, 0.43)], hexed("d4573f"))
    canvas.lines([[(0.45, 0.385), (0.45, 0.29)], [(0.43, 0.32), (0.47, 0.32)]], hexed("33475a"), thick=0.003)
    canvas.discs(
        [(0.62 + n * 0.035, 0.33 - n * 0.012, 0.014 + n * 0.006) for n in range(6)],
        hexed("ffffff"),
        alpha=0.28,
        blur=0.01,
    )
    canvas.polygon(
        [(0.22, 0.665), (0.8, 0.66), (1.0, 0.7), (0.6, 0.685), (0.1, 0.7)],
        hexed("ffffff"),
        alpha=0.75,
        blur=0.004,
    )
    gulls = [
        [(x - 0.014, y - 0.012), (x, y), (x + 0.014, y - 0.012)]
        for x, y in ((0.15, 0.3), (0.22, 0.24), (0.74, 0.2), (0.86, 0.28))
    ]
    canvas.lines(gulls, hexed("3b4a58"), thick=0.0022)
    canvas.grain(0.04)


def regatta(canvas: Canvas) -> None:
    canvas.sky("3f86c6", "84b9df", "cfe6ee", "f3f2e4")
    canvas.clouds(0.25, 0.12, "ffffff", count=14, alpha=0.7)
    canvas.ridge(0.54, 0.09, [hexed("5d8f86"), hexed("8fb3a3")], rough=0.5)
    canvas.water(0.58, "8fc3d2", "2f86a8", "0f4d74", mirror=0.25)
    sails = (
        (0.12, 0.62, 0.1, "f4f0e6"),
        (0.3, 0.605, 0.07, "e8b04a"),
        (0.9, 0.62, 0.09, "f4f0e6"),
        (0.72, 0.6, 0.065, "c8433b"),
        (0.5, 0.72, 0.23, "fbf8f0"),
    )
    for x, y, size, code in sails:
        tall = size * 2.3
        canvas.polygon(
            [(x, y - tall), (x - size * 0.75, y - 0.03), (x - 0.004, y - 0.03)],
            [hexed(code), hexed("d9cfc0")],
        )
        canvas.polygon(
            [(x + 0.006, y - tall * 0.92), (x + size * 0.6, y - 0.035), (x + 0.006, y - 0.03)],
            hexed("c23d3a") if size > 0.2 else hexed("ffffff"),
        )
        canvas.lines([[(x, y - tall - 0.01), (x, y)]], hexed("3a3f49"), thick=0.0022)
        canvas.polygon(
            [
                (x - size * 0.8, y - 0.02),
                (x + size * 0.75, y - 0.026),
                (x + size * 0.5, y + 0.025),
                (x - size * 0.65, y + 0.025),
            ],
            hexed("1f3550"),
        )
        canvas.polygon(
            [(x - size * 0.7, y + 0.03), (x + size * 0.6, y + 0.03), (x, y + tall * 0.5)],
            hexed("ffffff"),
            alpha=0.16,
            blur=0.008,
        )
    canvas.discs([(0.62, 0.82, 0.016)], [hexed("f3902f"), hexed("b8541a")])
    canvas.grain(0.04)


def wind_farm(canvas: Canvas) -> None:
    canvas.sky("23304f", "535a86", "b77d8d", "f2a97e", "fbd59a")
    canvas.glow(0.27, 0.6, 0.3, "ffe2a6", alpha=0.95)
    canvas.discs([(0.27, 0.585, 0.034)], hexed("fff3cf"))
    canvas.clouds(0.3, 0.15, "e59a8c", count=10)
    canvas.water(0.63, "dd9680", "7c6788", "20294a", mirror=0.35, glints="ffdcae")
    canvas.path_of_light(0.27, 0.635, "ffeabf", width=0.045)
    for x, base, size, turn in (
        (0.9, 0.64, 0.1, 0.2),
        (0.79, 0.645, 0.13, 0.9),
        (0.63, 0.65, 0.17, 0.5),
        (0.45, 0.66, 0.23, 1.2),
        (0.13, 0.645, 0.12, 0.0),
        (0.72, 0.76, 0.45, 0.35),
    ):
        hub = base - size * 1.25
        wide = size * 0.02
        canvas.polygon(
            [(x - wide, base), (x - wide * 0.5, hub), (x + wide * 0.5, hub), (x + wide, base)],
            [hexed("f0dcd4"), hexed("3a3a5b")],
        )
        blades = []
        for blade in range(3):
            angle = turn + blade * 2 * pi / 3
            dx, dy = cos(angle) * size * 0.5, sin(angle) * size * 0.75
            px, py = -sin(angle) * size * 0.014, cos(angle) * size * 0.02
            blades.append(
                [
                    (x - px, hub - py),
                    (x + dx * 0.3 + px * 1.6, hub + dy * 0.3 + py * 1.6),
                    (x + dx, hub + dy),
                    (x + px, hub + py),
                ]
            )
        canvas.polygons(blades, hexed("f7e9df"))
        canvas.discs([(x, hub, size * 0.016)], hexed("d8c4c4"))
    canvas.grain()


SEA: dict[str, Callable[[Canvas], None]] = {
    "harbour-dawn": harbour_dawn,
    "lighthouse": lighthouse,
    "ferry": ferry,
    "regatta": regatta,
    "wind-farm": wind_farm,
}
