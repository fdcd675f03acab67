"""Pictures drawn by code: the demo shows no one's photographs. `draw(name)` gives the bytes of one."""

from io import BytesIO

from newsroom.demo.pictures.canvas import Canvas
from newsroom.demo.pictures.portraits import PORTRAITS
from newsroom.demo.pictures.posters import POSTERS
from newsroom.demo.pictures.scenes_coast import COAST
from newsroom.demo.pictures.scenes_halls import HALLS
from newsroom.demo.pictures.scenes_land import LAND
from newsroom.demo.pictures.scenes_sea import SEA
from newsroom.demo.pictures.scenes_town import TOWN

SCENES = SEA | COAST | LAND | TOWN | HALLS


def draw(name: str) -> bytes:
    """The picture of this name as a JPEG: the same bytes at each call."""
    if name in SCENES:
        canvas = Canvas(1600, 1067, seed=name)
        SCENES[name](canvas)
    elif name in PORTRAITS:
        canvas = Canvas(800, 800, seed=name)
        PORTRAITS[name](canvas)
    else:
        width, height, paint = POSTERS[name]
        canvas = Canvas(width, height, seed=name)
        paint(canvas)
    out = BytesIO()
    canvas.image.save(out, "JPEG", quality=88)
    return out.getvalue()
