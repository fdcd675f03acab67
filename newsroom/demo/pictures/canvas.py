"""A small paintbox over Pillow: skies, ridges, glows, water and grain, each the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]
Fill = Colour | Sequence[Colour]
Place = Callable[[Point], Point]  # shares of the sheet to the mask's own points

_SHARP = 2  # shapes are drawn this much larger and then reduced: smooth edges


def hexed(code: str) -> Colour:
    """A colour from six hexadecimal digits."""
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def between(first: Colour, second: Colour, share: float) -> Colour:
    """The colour this share of the way from the first to the second."""
    mixed = [round(a + (b - a) * share) for a, b in zip(first, second, strict=True)]
    return mixed[0], mixed[1], mixed[2]


class Canvas:
    """A picture in the making. Lengths are shares of the width (x) and of the height (y), both from 0 to 1."""

    def __init__(self, width: int, height: int, *, seed: str) -> None:
        from PIL import Image

        self.width, self.height = width, height
        self.image: Image.Image = Image.new("RGB", (width, height), (255, 255, 255))
        self.random = random.Random(seed)  # noqa: S311 -- pictures, no secrets

    def gradient(self, colours: Fill, width: int, height: int) -> Image.Image:
        """A vertical gradient through these colours; one colour is a plain sheet."""
        from PIL import Image

        if isinstance(colours[0], int):
            return Image.new("RGB", (width, height), colours)  # type: ignore[arg-type]  # a Colour
        stops: Sequence[Colour] = colours  # type: ignore[assignment]  # several
        column = Image.new("RGB", (1, 256))
        for y in range(256):
            place = y / 255 * (len(stops) - 1)
            lower = min(int(place), len(stops) - 2)
            column.putpixel((0, y), between(stops[lower], stops[lower + 1], place - lower))
        return column.resize((width, height), Image.Resampling.BILINEAR)

    def sky(self, *codes: str) -> None:
        """Fill the whole sheet with a gradient from top to bottom."""
        self.image.paste(self.gradient([hexed(code) for code in codes], self.width, self.height))

    def shape(
        self,
        paint: Callable[[ImageDraw.ImageDraw, float, float], object],
        fill: Fill,
        *,
        alpha: float = 1.0,
        blur: float = 0.0,
    ) -> None:
        """Fill what `paint(pen, width, height)` draws in white; a gradient runs over the shape's own height."""
        from PIL import Image, ImageDraw

        size = (self.width * _SHARP, self.height * _SHARP)
        mask = Image.new("L", size, 0)
        paint(ImageDraw.Draw(mask), *size)
        mask = mask.reduce(_SHARP)
        box = mask.getbbox()
        if box is not None:
            self._lay(mask.crop(box), (box[0], box[1]), fill, alpha=alpha, blur=blur)

    def _stamp(
        self,
        points: Sequence[Point],
        edge: float,
        paint: Callable[[ImageDraw.ImageDraw, Place], object],
        fill: Fill,
        *,
        alpha: float,
        blur: float = 0.0,
    ) -> None:
        """As `shape`, on a mask no larger than what is drawn: `points` and an `edge` around them bound it."""
        from PIL import Image, ImageDraw

        across, down = [x for x, _ in points], [y for _, y in points]
        rim = round(edge * self.width) + 2
        left = max(0, int(min(across) * self.width) - rim)
        top = max(0, int(min(down) * self.height) - rim)
        right = min(self.width, int(max(across) * self.width) + rim)
        bottom = min(self.height, int(max(down) * self.height) + rim)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", ((right - left) * _SHARP, (bottom - top) * _SHARP), 0)

        def place(point: Point) -> Point:
            return (point[0] * self.width - left) * _SHARP, (point[1] * self.height - top) * _SHARP

        paint(ImageDraw.Draw(mask), place)
        self._lay(mask.reduce(_SHARP), (left, top), fill, alpha=alpha, blur=blur)

    def _lay(
        self, mask: Image.Image, corner: tuple[int, int], fill: Fill, *, alpha: float, blur: float
    ) -> None:
        from PIL import ImageFilter, ImageOps

        if blur:
            radius = blur * self.width
            pad = round(radius * 2.5)
            mask = ImageOps.expand(mask, pad).filter(ImageFilter.GaussianBlur(radius))
            corner = (corner[0] - pad, corner[1] - pad)
        if alpha < 1:
            mask = mask.point([round(value * alpha) for value in range(256)])
        self.image.paste(self.gradient(fill, *mask.size), corner, mask)

    def polygon(self, points: Sequence[Point], fill: Fill, *, alpha: float = 1.0, blur: float = 0.0) -> None:
        """A filled polygon."""
        self.polygons([points], fill, alpha=alpha, blur=blur)

    def polygons(
        self, many: Sequence[Sequence[Point]], fill: Fill, *, alpha: float = 1.0, blur: float = 0.0
    ) -> None:
        """Many polygons of one colour, in one go."""

        def paint(pen: ImageDraw.ImageDraw, place: Place) -> None:
            for points in many:
                pen.polygon([place(point) for point in points], fill=255)

        self._stamp([point for points in many for point in points], 0, paint, fill, alpha=alpha, blur=blur)

    def boxes(
        self, many: Sequence[tuple[float, float, float, float]], fill: Fill, *, alpha: float = 1.0
    ) -> None:
        """Many upright rectangles (left, top, right, bottom) of one colour, in one go."""
        self.polygons([[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in many], fill, alpha=alpha)

    def discs(
        self, many: Sequence[tuple[float, float, float]], fill: Fill, *, alpha: float = 1.0, blur: float = 0.0
    ) -> None:
        """Many discs (x, y, radius; the radius a share of the width) of one colour, in one go."""

        def paint(pen: ImageDraw.ImageDraw, place: Place) -> None:
            for x, y, r in many:
                (px, py), size = place((x, y)), r * self.width * _SHARP
                pen.ellipse((px - size, py - size, px + size, py + size), fill=255)

        edge = max((r for _, _, r in many), default=0)
        self._stamp([(x, y) for x, y, _ in many], edge, paint, fill, alpha=alpha, blur=blur)

    def lines(
        self, many: Sequence[Sequence[Point]], fill: Fill, *, thick: float = 0.002, alpha: float = 1.0
    ) -> None:
        """Many strokes of one colour; `thick` is a share of the width."""

        stroke = max(1, round(thick * self.width * _SHARP))

        def paint(pen: ImageDraw.ImageDraw, place: Place) -> None:
            for points in many:
                pen.line([place(point) for point in points], fill=255, width=stroke, joint="curve")

        self._stamp([point for points in many for point in points], thick, paint, fill, alpha=alpha)

    def glow(self, x: float, y: float, radius: float, code: str, *, alpha: float = 1.0) -> None:
        """Light around a point."""
        from PIL import Image, ImageOps

        side = max(2, round(radius * 2 * self.width))
        disc = ImageOps.invert(Image.radial_gradient("L")).point(
            lambda value: round(max(0, (value - 75) / 180) ** 1.7 * 255 * alpha)
        )
        left, top = round(x * self.width - side / 2), round(y * self.height - side / 2)
        self.image.paste(hexed(code), (left, top), disc.resize((side, side), Image.Resampling.BILINEAR))

    def ridge(self, y: float, height: float, fill: Fill, *, rough: float = 0.5, alpha: float = 1.0) -> None:
        """A line of hills across the sheet, filled down to the bottom edge."""
        heights, step = [self.random.uniform(-1, 1), self.random.uniform(-1, 1)], 1.0
        for _ in range(8):
            step *= rough
            grown = []
            for a, b in zip(heights, heights[1:], strict=False):
                grown += [a, (a + b) / 2 + self.random.uniform(-step, step)]
            heights = [*grown, heights[-1]]
        last = len(heights) - 1
        top = [(number / last, y - value * height / 2) for number, value in enumerate(heights)]
        self.polygon([(0, 1.01), *top, (1, 1.01)], fill, alpha=alpha)

    def haze(self, y: float, height: float, code: str, *, alpha: float = 0.5) -> None:
        """A soft band of mist."""
        self.polygon(
            [(-0.1, y - height / 2), (1.1, y - height / 2), (1.1, y + height / 2), (-0.1, y + height / 2)],
            hexed(code),
            alpha=alpha,
            blur=height / 4,
        )

    def clouds(self, y: float, spread: float, code: str, *, count: int = 9, alpha: float = 0.35) -> None:
        """Long soft clouds around a height."""
        pick = self.random.uniform
        for _ in range(count):
            x, at, length = pick(-0.1, 1), y + pick(-spread, spread), pick(0.12, 0.35)
            puffs = [(x + length * n / 7, at + pick(-0.008, 0.008), pick(0.008, 0.022)) for n in range(8)]
            self.discs(puffs, hexed(code), alpha=alpha * pick(0.5, 1), blur=0.012)

    def water(self, y: float, *codes: str, mirror: float = 0.35, glints: str = "ffffff") -> None:
        """A sheet of water from `y` down: a gradient, what stands above mirrored in it, and glints."""
        from PIL import Image, ImageFilter, ImageOps

        top = round(y * self.height)
        depth = self.height - top
        sheet = self.gradient([hexed(code) for code in codes], self.width, depth)
        if mirror:
            above = ImageOps.flip(self.image.crop((0, max(0, top - depth), self.width, top)))
            above = above.resize((self.width, depth)).filter(ImageFilter.GaussianBlur(5))
            sheet = Image.blend(sheet, above, mirror)
        self.image.paste(sheet, (0, top))
        pick = self.random.uniform
        for alpha, count in ((0.10, 130), (0.22, 60)):
            streaks = []
            for _ in range(count):
                near = pick(0, 1) ** 1.6
                x, at, half = pick(0, 1), y + (1 - y) * near, 0.006 + 0.05 * near * pick(0.3, 1)
                thick = 0.0006 + 0.003 * near
                streaks.append([(x - half, at), (x, at - thick), (x + half, at), (x, at + thick)])
            self.polygons(streaks, hexed(glints), alpha=alpha)

    def path_of_light(
        self, x: float, y: float, code: str, *, width: float = 0.05, alpha: float = 0.5
    ) -> None:
        """The broken line of light that a sun or a lamp lays on water."""
        pick = self.random.uniform
        streaks = []
        for _ in range(90):
            near = pick(0, 1)
            at, half = y + (1 - y) * near, width * (0.25 + near) * pick(0.2, 1)
            middle, thick = x + pick(-1, 1) * width * (0.2 + near * 0.6), 0.001 + 0.003 * near
            streaks.append(
                [(middle - half, at), (middle, at - thick), (middle + half, at), (middle, at + thick)]
            )
        self.polygons(streaks, hexed(code), alpha=alpha)

    def grain(self, amount: float = 0.05, *, dark_edges: float = 0.3) -> None:
        """A film's grain, and corners a little darker than the middle."""
        from PIL import Image, ImageChops

        small = (self.width // 2, self.height // 2)
        noise = Image.frombytes("L", small, self.random.randbytes(small[0] * small[1]))
        noise = noise.resize(self.image.size, Image.Resampling.BICUBIC).convert("RGB")
        self.image = Image.blend(self.image, ImageChops.soft_light(self.image, noise), amount * 3)
        if dark_edges:
            edge = Image.radial_gradient("L").resize(self.image.size)
            edge = edge.point(lambda value: round(max(0, value - 110) / 145 * 255 * dark_edges))
            self.image.paste((10, 12, 24), (0, 0), edge)
