"""Who may see, edit and publish which story."""

from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from articles.models import Article, Author, Byline
from newsroom.accounts.models import User

Person = User | AnonymousUser


def may_write(user: Person) -> bool:
    """May they begin a story?"""
    return user.has_perm("articles.add_article")


def may_publish(user: Person) -> bool:
    """May they put stories before readers, and take them away?"""
    return user.has_perm("articles.publish_article")


def may_edit(user: Person, article: Article) -> bool:
    """May they change this story: any one, or one they began or are named in."""
    if not user.has_perm("articles.change_article"):
        return False
    return user.has_perm("articles.edit_any_article") or is_theirs(user, article)


def is_theirs(user: Person, article: Article) -> bool:
    """Did they begin it, or does its newest draft carry their name?"""
    if user.pk is None:
        return False
    if article.created_by_id == user.pk:
        return True
    author = author_id(user)
    if author is None or article.head is None:
        return False
    return any(credit.author == author for credit in article.head.snapshot.bylines)


def author_id(user: Person) -> int | None:
    """The id under which they stand in bylines, if they do; asked once a request."""
    if user.pk is None:
        return None
    if "_author_id" not in user.__dict__:
        found = Author.objects.filter(user_id=user.pk).values_list("pk", flat=True).first()
        user.__dict__["_author_id"] = found
    return cast("int | None", user.__dict__["_author_id"])


def visible_to(user: Person, stories: QuerySet[Article]) -> QuerySet[Article]:
    """The stories of a list that they may open at the desk."""
    if user.has_perm("articles.edit_any_article"):
        return stories
    if not user.has_perm("articles.change_article"):  # moderators and ad managers look things up, no drafts
        return stories.exclude(published_at=None)
    return of_theirs(user, stories)


def of_theirs(user: Person, stories: QuerySet[Article]) -> QuerySet[Article]:
    """The stories they began or are named in."""
    author = author_id(user)
    mine = Q(created_by_id=user.pk)
    if author is not None:
        mine |= Q(head__stored__bylines__contains=[{"author": author}])
        mine |= Q(pk__in=Byline.objects.filter(author_id=author).values("article_id"))
    return stories.filter(mine)
