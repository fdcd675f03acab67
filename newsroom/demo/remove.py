"""Taking the demo away, and nothing that real people made."""

from dataclasses import dataclass, field

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import F, ProtectedError
from django.db.models.expressions import OrderBy

from ads.booking import FOLDER, touch
from ads.models import Advertiser, Campaign, Creative
from articles.events import article_withdrawn
from articles.models import Article, Author, Image, LiveStream, Revision, Section, Tag
from articles.places import places_of
from comments.models import Comment
from newsroom.accounts.models import User
from newsroom.accounts.roles import administrators
from newsroom.demo.keeping import made
from newsroom.demo.models import DemoItem
from newsroom.demo.words import PAPER
from newsroom.kit.events import announce
from newsroom.kit.images import address
from newsroom.site import setup
from newsroom.site.models import NavItem, SiteSettings
from newsroom.site.snapshot import touch_paper


@dataclass(slots=True)
class Removed:
    """What went, what stayed because something real stands on it, and whose words went with it."""

    gone: dict[str, int] = field(default_factory=dict)
    stayed: int = 0
    readers_comments: int = 0
    files: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """One line for the terminal."""
        if not self.gone:
            return "There is no demo edition here."
        line = (
            f"The demo is gone: {self.gone.get('story', 0)} stories, {sum(self.gone.values())} rows in all."
        )
        if self.readers_comments:
            line += f" {self.readers_comments} comments that readers had written under its stories went with them."
        if self.stayed:
            line += f" {self.stayed} rows stay, because your own stories use them."
        return line


def remove() -> Removed:
    """Take the demo away; what is used by rows that are not the demo's stays."""
    removed = _take_rows()
    for path in removed.files:
        default_storage.delete(path)
    return removed


@transaction.atomic
def _take_rows() -> Removed:
    removed = Removed()
    articles = made(Article)
    under = Comment.objects.filter(thread__article__in=articles)
    removed.readers_comments = under.exclude(pk__in=made(Comment)).count()
    for article in Article.objects.filter(pk__in=articles, published_at__isnull=False):
        announce(article_withdrawn, article=article, by=None, stood=places_of(article))
    _clear(Article, articles, frozenset({Article}))
    removed.gone["story"] = len(articles)
    campaigns = made(Campaign)
    _clear(Campaign, campaigns, frozenset({Campaign}))
    removed.gone["campaign"] = len(campaigns)
    for model in (Creative, Advertiser, LiveStream, NavItem, Author, Tag, Image):
        _take(model, removed)
    _take(Section, removed, order=F("parent").desc(nulls_last=True))
    _take(User, removed)
    DemoItem.objects.all().delete()
    if removed.gone["story"] or any(removed.gone.values()):
        _undress_the_paper()
        touch()
    else:
        removed.gone.clear()
    return removed


def _undress_the_paper() -> None:
    """The demo's words go where nobody changed them; a paper without a name of its own is to be set up."""
    fresh = SiteSettings()
    now = SiteSettings.objects.get(pk=1)
    was_named = now.name != PAPER["name"]
    undone = {
        name: getattr(fresh, name)
        for name, words in PAPER.items()
        if now.is_demo and getattr(now, name) == words
    }
    SiteSettings.objects.filter(pk=1).update(is_demo=False, **undone)
    touch_paper()
    if not (was_named and administrators().exists()):
        setup.begin_again()


def _take(model: type[models.Model], removed: Removed, *, order: str | OrderBy = "pk") -> None:
    for row in model._default_manager.filter(pk__in=made(model)).order_by(order):
        files = _files(row)
        try:
            if _is_in_a_draft(row):
                raise ProtectedError("A draft names it.", {row})
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            removed.stayed += 1
            continue
        removed.files += files
        name = str(model._meta.verbose_name)
        removed.gone[name] = removed.gone.get(name, 0) + 1


def _files(row: models.Model) -> list[str]:
    match row:
        case Image():
            return [row.path(width, extension) for width in row.widths for extension in row.formats]
        case Creative():
            sizes = [(width, extension) for width in row.widths for extension in row.formats]
            return [address(row.picture_hash, width, extension, FOLDER) for width, extension in sizes]
    return []


def _is_in_a_draft(row: models.Model) -> bool:
    """Does a revision that is left name this row? Snapshots hold keys, and the database cannot see those."""
    match row:
        case Section():
            return Revision.objects.filter(stored__section=row.pk).exists()
        case Tag():
            return Revision.objects.filter(stored__tags__contains=row.pk).exists()
        case Author():
            return Revision.objects.filter(stored__bylines__contains=[{"author": row.pk}]).exists()
    return False


def _clear(model: type[models.Model], keys: list[int], seen: frozenset[type[models.Model]]) -> None:
    """Delete these rows and all that hangs on them. Foreign keys are looked at when the transaction ends."""
    if not keys:
        return
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model in seen:
            continue
        child, column = relation.related_model, relation.field.name
        held = child._default_manager.filter(**{f"{column}__in": keys})
        if relation.on_delete is models.SET_NULL:
            held.update(**{column: None})
        else:
            _clear(child, list(held.values_list("pk", flat=True)), seen | {child})
    rows = model._default_manager.filter(pk__in=keys)
    rows._raw_delete(rows.db)
