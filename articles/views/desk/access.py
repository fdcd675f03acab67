"""Fetching what a person at the desk asked for, with the right they need for it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.models import Article
from articles.permissions import may_edit
from newsroom.accounts.models import User


def person(request: HttpRequest) -> User:
    """Who is at the desk; the admin site lets nobody else through."""
    if not (request.user.is_authenticated and request.user.is_active and request.user.is_staff):
        raise PermissionDenied("The desk is for the paper's staff.")
    return request.user


def get_article_for_editing(request: HttpRequest, pk: int) -> Article:
    """The story, with its drafts, if they may change it."""
    stories = Article.objects.select_related("head", "head__created_by", "live_revision").defer(
        "body", "search"
    )
    article = get_object_or_404(stories, pk=pk)
    if not may_edit(person(request), article):
        raise PermissionDenied("This story is somebody else's: an editor can open it for you.")
    return article


def need(request: HttpRequest, permission: str, sentence: str) -> User:
    """The person, if they have this permission."""
    user = person(request)
    if not user.has_perm(permission):
        raise PermissionDenied(sentence)
    return user
