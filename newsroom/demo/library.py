"""The demo's pictures as rows of the library, and as figures in a body."""

from datetime import datetime
from html import escape

from articles.models import Image
from newsroom.accounts.models import User
from newsroom.demo.cast import EVERY_WRITER
from newsroom.demo.keeping import keep
from newsroom.demo.stories import BodyPicture
from newsroom.demo.words import PICTURES
from newsroom.kit.images import Stored

CREDIT = "Drawn for the Post"
# percent from the top, where a wide crop should keep what stands higher or lower than the middle
FOCUS = {
    "harbour-dawn": 62,
    "lighthouse": 36,
    "town-hall": 36,
    "stadium": 70,
    "night-sky": 70,
    "market": 62,
    "tram": 58,
}


def shelve(printed: dict[str, Stored], *, by: User, at: datetime) -> dict[str, Image]:
    """A row for each picture, by its name. A picture that is in the library already is used as it stands."""
    names = {person.key: person.name for person in EVERY_WRITER}
    images = {}
    for name, files in printed.items():
        alt, caption = PICTURES.get(name, (f"Portrait of {names.get(name, name)}", ""))
        image = Image.objects.filter(content_hash=files.hash).first()
        images[name] = image or keep(
            Image.objects.create(
                content_hash=files.hash,
                title=names.get(name, name.replace("-", " ").capitalize()),
                width=files.width,
                height=files.height,
                widths=files.widths,
                formats=files.formats,
                alt=alt,
                caption=caption,
                credit=CREDIT if name in PICTURES else "",
                focal_y=FOCUS.get(name, 50),
                uploaded_by=by,
                uploaded_at=at,
            )
        )
    return images


def figure(asked: BodyPicture, image: Image) -> str:
    """A body's figure, as an editor's picker would put it there."""
    width = max(w for w in image.widths if w <= 960)
    return (
        f'<figure class="image"><img src="{image.url(width)}" alt="{escape(asked.alt)}" width="{width}"'
        f' height="{round(width * image.height / image.width)}">'
        f"<figcaption>{escape(asked.caption)}</figcaption></figure>"
    )
