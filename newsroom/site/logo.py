"""The paper's logo: any picture, made anew as one small PNG."""

import io

from django.core.files.base import ContentFile

from newsroom.kit.images import ingest

MOST = (1200, 240)  # it stands 60 px high at most: sharp on any screen


def redraw(data: bytes) -> tuple[ContentFile[bytes], int, int]:
    """The file to keep, named by what was sent, with its width and height. Raises RefusedError with a sentence."""
    picture = ingest(data)
    pixels = picture.pixels.copy()
    pixels.thumbnail(MOST)
    out = io.BytesIO()
    pixels.save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name=f"logo-{picture.hash12}.png"), pixels.width, pixels.height
