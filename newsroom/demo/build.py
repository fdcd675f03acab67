"""Building the demo edition: a paper of some weeks, with its people, pictures, threads and a broadcast on the air."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from articles.events import stream_changed
from articles.models import Article, Image, LiveStream, Section
from newsroom.demo.campaigns import POSTERS, sell
from newsroom.demo.cast import EVERY_WRITER
from newsroom.demo.keeping import is_here, keep
from newsroom.demo.library import shelve
from newsroom.demo.people import make_authors, make_people
from newsroom.demo.printing import print_pictures, print_posters
from newsroom.demo.stories import read_stories
from newsroom.demo.threads import fill_threads
from newsroom.demo.words import PAPER, PICTURES, SECTIONS, STREAM
from newsroom.demo.writing import Desk, make_topics, write
from newsroom.kit.events import announce
from newsroom.kit.images import Stored
from newsroom.site.models import NavItem, SiteSettings
from newsroom.site.snapshot import touch_paper

NAV = ("news", "business", "science", "culture", "sport", "opinion")


class CannotBuildError(Exception):
    """Why the demo is not built here, in a sentence for who asked."""


@dataclass(frozen=True, slots=True)
class Built:
    """What the demo made."""

    stories: int
    pictures: int
    comments: int


def build(now: datetime | None = None) -> Built:
    """Build the demo edition as of `now`: the same words and pictures each time, dated back from that moment.

    Raises CannotBuildError where the demo stands already, or where somebody's own stories do.
    """
    _guard()
    printed = print_pictures(sorted(PICTURES) + [person.key for person in EVERY_WRITER])
    return _fill(printed, print_posters(POSTERS), now or timezone.now())


def _guard() -> None:
    if is_here():
        raise CannotBuildError("The demo edition is here already; `demo --remove` takes it away.")
    if Article.objects.exists():
        raise CannotBuildError("There are stories here already. The demo wants a database without any.")


@transaction.atomic
def _fill(printed: dict[str, Stored], posters: dict[str, Stored], now: datetime) -> Built:
    stories = read_stories()
    people = make_people()
    images = shelve(printed, by=people["ben"], at=now - timedelta(days=30))
    for story in stories:
        if story.picture and not story.is_credited:
            Image.objects.filter(pk=images[story.picture].pk).update(credit="")
    desk = Desk(
        people=people,
        authors=make_authors(people, images),
        images=images,
        sections=_make_sections(),
        topics=make_topics(topic for story in stories for topic in story.topics),
    )
    in_order = sorted(stories, key=lambda story: (story.at(now), story.key))
    articles = {story.key: write(story, desk, now=now) for story in in_order}
    comments = fill_threads(articles, people, now=now)
    sell(posters, by=people["dov"], now=now)
    _make_stream(now)
    _dress_the_paper()
    return Built(len(articles), len(images), comments)


def _make_sections() -> dict[str, Section]:
    sections: dict[str, Section] = {}
    for position, (slug, (name, parent, description)) in enumerate(SECTIONS.items()):
        existing = Section.objects.filter(slug=slug).first()
        sections[slug] = existing or keep(
            Section.objects.create(
                name=name,
                slug=slug,
                parent=sections.get(parent),
                description=description,
                position=position,
            )
        )
    return sections


def _make_stream(now: datetime) -> None:
    stream = keep(
        LiveStream.objects.create(
            **STREAM,
            provider=LiveStream.Provider.YOUTUBE,
            video="harbourpost",
            starts_at=now - timedelta(minutes=40),
            ends_at=now + timedelta(days=365),
            switch=LiveStream.Switch.ON,
        )
    )
    announce(stream_changed, stream=stream)


def _dress_the_paper() -> None:
    settings, _made = SiteSettings.objects.get_or_create(pk=1)
    for name, value in PAPER.items():
        setattr(settings, name, value)
    settings.is_demo = settings.is_set_up = True
    settings.comments_open_days = 60
    settings.save()
    if not NavItem.objects.exists():
        for position, slug in enumerate(NAV):
            keep(NavItem.objects.create(label=SECTIONS[slug][0], path=f"/{slug}/", position=position))
    touch_paper()
