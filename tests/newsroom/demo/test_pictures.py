"""What the demo draws: enough of it, of the right size, the same at each call."""

from io import BytesIO

import pytest

from newsroom.demo.cast import EVERY_WRITER
from newsroom.demo.pictures import SCENES, draw
from newsroom.demo.pictures.portraits import PORTRAITS
from newsroom.demo.printing import print_pictures
from newsroom.demo.words import PICTURES


def test_every_scene_is_described_and_every_writer_has_a_face():
    assert set(SCENES) == set(PICTURES)
    assert len(SCENES) >= 16
    assert {person.key for person in EVERY_WRITER} == set(PORTRAITS)


@pytest.mark.parametrize(
    ("name", "size"), [("hills", (1600, 1067)), ("ada", (800, 800)), ("house-letters", (1456, 180))]
)
def test_a_picture_is_the_same_each_time(name, size):
    from PIL import Image

    first = draw(name)

    assert draw(name) == first
    assert Image.open(BytesIO(first)).size == size


def test_files_are_written_in_each_width_and_format(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    printed = print_pictures(["ada"])["ada"]

    expected = {f"{printed.hash}-{w}.{f}" for w in printed.widths for f in printed.formats}
    assert {path.name for path in (tmp_path / "i").iterdir()} == expected
