"""What an advertiser and the house hang in the slots: plain posters, their words in the font that Pillow carries."""

from collections.abc import Callable
from functools import partial

from newsroom.demo.pictures.canvas import Canvas, hexed


def words(canvas: Canvas, x: float, y: float, text: str, size: float, code: str) -> None:
    """A line of type, its middle at (x, y); `size` is a share of the height."""
    from PIL import ImageDraw, ImageFont

    font = ImageFont.load_default(size * canvas.height)
    pen = ImageDraw.Draw(canvas.image)
    pen.text((x * canvas.width, y * canvas.height), text, font=font, fill=hexed(code), anchor="mm")


def bakery(canvas: Canvas, *, tall: bool) -> None:
    """Quayside Bakery, who paid for their place."""
    canvas.sky("f7e3bd", "f0c98c")
    loaf = 0.5 if tall else 0.14
    up = 0.3 if tall else 0.5
    wide = 0.3 if tall else 0.09
    high = wide * canvas.width / canvas.height * 0.55
    canvas.shape(
        lambda pen, w, h: pen.ellipse(
            ((loaf - wide) * w, (up - high) * h, (loaf + wide) * w, (up + high) * h), fill=255
        ),
        [hexed("d99a4f"), hexed("8f4f22")],
    )
    canvas.lines(
        [
            [
                (loaf + n * wide * 0.4 - wide * 0.12, up - high * 0.55),
                (loaf + n * wide * 0.4 + wide * 0.12, up + high * 0.35),
            ]
            for n in (-1, 0, 1)
        ],
        hexed("f7dca6"),
        thick=0.012 if tall else 0.006,
    )
    middle = 0.5 if tall else 0.58
    words(canvas, middle, 0.62 if tall else 0.36, "Quayside Bakery", 0.1 if tall else 0.3, "5a2a14")
    words(
        canvas,
        middle,
        0.76 if tall else 0.72,
        "Bread at six. Buns by seven.",
        0.055 if tall else 0.17,
        "7a3f1f",
    )


def house(canvas: Canvas, *, line: str, under: str, code: str) -> None:
    """The paper's own word to its readers."""
    canvas.sky(code, "10182c")
    for n in range(4):
        canvas.lines(
            [[(x / 40, 0.72 + n * 0.09 + 0.03 * ((x + n) % 4 in (1, 2))) for x in range(41)]],
            hexed("ffffff"),
            thick=0.002,
            alpha=0.18,
        )
    words(canvas, 0.5, 0.36, line, 0.24, "ffffff")
    words(canvas, 0.5, 0.64, under, 0.14, "f3dfb8")


Poster = tuple[int, int, Callable[[Canvas], None]]
POSTERS: dict[str, Poster] = {
    "bakery-wide": (1456, 180, partial(bakery, tall=False)),
    "bakery-tall": (600, 500, partial(bakery, tall=True)),
    "house-letters": (
        1456,
        180,
        partial(
            house,
            line="Write to us. We print the good ones.",
            under="letters@harbourpost.example",
            code="24506b",
        ),
    ),
    "house-walks": (
        1456,
        180,
        partial(
            house,
            line="Twelve walks from the tram stop",
            under="The Harbour Post guide, at the desk",
            code="3f6b4f",
        ),
    ),
}
