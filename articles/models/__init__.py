"""The tables of the articles room; this file is their table of contents."""

from articles.models.article import Article, ArticleTag, CommentsMode, State
from articles.models.audit import AuditEntry, Correction
from articles.models.byline import Author, Byline
from articles.models.image import Image, ImageUse
from articles.models.redirect import Redirect
from articles.models.revision import Revision
from articles.models.snapshot import Credit, Snapshot
from articles.models.stream import LiveStream
from articles.models.taxonomy import Section, Tag
from articles.models.working_copy import WorkingCopy

__all__ = (
    "Article",
    "ArticleTag",
    "AuditEntry",
    "Author",
    "Byline",
    "CommentsMode",
    "Correction",
    "Credit",
    "Image",
    "ImageUse",
    "LiveStream",
    "Redirect",
    "Revision",
    "Section",
    "Snapshot",
    "State",
    "Tag",
    "WorkingCopy",
)
