"""The body as readers get it."""

import pytest

from articles.body import clean, images_in, make_responsive
from tests.factories import make_image

pytestmark = pytest.mark.django_db


def body_with(image, attributes='alt="A &quot;ferry&quot;"', caption=""):
    return clean(f'<figure class="image"><img {attributes} src="{image.url(800)}">{caption}</figure>')


def test_a_picture_comes_in_every_size_and_format_with_its_own_alt():
    image = make_image()

    html = make_responsive(body_with(image), {image.content_hash: image})

    assert html.count("<source") == 2
    assert f"{image.url(400, 'avif')} 400w" in html
    assert 'alt="A &quot;ferry&quot;"' in html
    assert 'width="1600" height="1067"' in html
    assert 'loading="lazy"' in html


def test_the_librarys_alt_stands_in_and_its_credit_is_printed_once():
    image = make_image(alt="Boats <3", credit="Cleo & Co")

    html = make_responsive(
        body_with(image, "", "<figcaption>Boats.</figcaption>"), {image.content_hash: image}
    )

    assert 'alt="Boats &lt;3"' in html
    assert '<figcaption>Boats. <span class="credit">Cleo &amp; Co</span></figcaption>' in html
    assert make_responsive(html, {}).count("Cleo") == 1


def test_a_picture_the_library_does_not_have_is_left_out():
    image = make_image()
    body = body_with(image)

    assert images_in(body) == {image.content_hash}
    assert "<img" not in make_responsive(body, {})


def test_a_video_has_a_button_and_a_link():
    body = clean('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>')

    html = make_responsive(body, {})

    assert "<button" in html
    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in html
