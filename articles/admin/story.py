"""Stories at the desk: their list and their writing page are pages of our own."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from articles.models import Article
from articles.permissions import may_edit, may_write
from articles.views.desk import autosave, moves, preview, quick, stories, writing


@admin.register(Article)
class StoryAdmin(admin.ModelAdmin):
    """The addresses under /admin/articles/article/."""

    def get_urls(self) -> list[URLPattern]:
        """The page's own ends, before the admin's."""
        wrap = self.admin_site.admin_view
        name = "articles_article_{}".format
        own = [
            path("add/keep/", wrap(autosave.begin), name=name("begin")),
            path("authors/", wrap(quick.authors), name=name("authors")),
            path("authors/make/", wrap(quick.make_author), name=name("make_author")),
            path("topics/", wrap(quick.topics), name=name("topics")),
            path("topics/make/", wrap(quick.make_topic), name=name("make_topic")),
            path("<int:pk>/withdrawal/", wrap(moves.withdrawal), name=name("withdraw")),
            path("<int:pk>/asking/", wrap(moves.asking), name=name("ask")),
            path("<int:pk>/preview/", wrap(preview.preview), name=name("preview")),
            path("<int:pk>/preview/page/", wrap(preview.page), name=name("preview_page")),
            path("<int:pk>/keep/", wrap(autosave.keep), name=name("keep")),
            path("<int:pk>/forget/<int:copy>/", wrap(writing.forget), name=name("forget")),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list of stories."""
        return stories.listing(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The writing page, empty."""
        return writing.add(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The writing page."""
        if not (object_id.isascii() and object_id.isdigit() and len(object_id) < 19):
            raise Http404("There is no such story.")
        return writing.change(request, int(object_id))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As the rule says."""
        return may_write(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """As the rule says."""
        if obj is None:
            return super().has_change_permission(request)
        return may_edit(request.user, obj)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """One story: who may change it; drafts are nobody else's to read."""
        return super().has_view_permission(request) if obj is None else may_edit(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Stories are withdrawn, never deleted: their record is kept."""
        return False
