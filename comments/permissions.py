"""Who may do what with comments."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser

from articles.models import Article
from comments.models import Comment
from newsroom.accounts.models import User


def may_moderate(user: User | AnonymousUser) -> bool:
    """May this person decide about comments?"""
    return user.is_active and user.has_perm("comments.moderate_comment")


def may_pause(user: User | AnonymousUser) -> bool:
    """May this person stop all comments? Moderators and administrators; an editor closes a story's own."""
    return user.is_active and user.has_perm("comments.change_pause")


def owns(comment: Comment, user: User | AnonymousUser, key: bytes) -> bool:
    """Did this reader write it? `key` is the one of their address and browser, for those without an account."""
    if comment.author_id is not None:
        return comment.author_id == user.pk
    return bytes(comment.author_key) == key


def closes_at(article: Article, days: int | None) -> datetime | None:
    """When the story takes no more comments, so many days after its publication; None where 0 days say never."""
    if not days or article.published_at is None:
        return None
    return article.published_at + timedelta(days=days)
