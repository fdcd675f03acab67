"""The desk's side of the comments: the queue, the pause, how its moderators are mailed, the sections open to guests, and restraints."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from comments import alerting, pausing
from comments.events import openness_changed
from comments.models import Comment, GuestSection, Pause, PauseEntry, QueueMail, Sanction
from comments.permissions import may_moderate, may_pause
from comments.queue import TABS, one_comment, queue_page
from newsroom.kit.events import announce

Extra = dict[str, Any] | None


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """The queue in place of a list; nothing is added or deleted here, only decided."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return may_moderate(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return may_moderate(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        pause, mail = self.admin_site.admin_view(self.pause), self.admin_site.admin_view(self.mail)
        own = [path("pause/", pause, name="comments_pause"), path("mail/", mail, name="comments_mail")]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Extra = None) -> HttpResponse:
        """What waits, what was reported, what was turned away, and all of it."""
        if not may_moderate(request.user):
            raise PermissionDenied
        tab = request.GET.get("tab", "pending")
        words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        page = queue_page(tab, words=words, cursor=request.GET.get("after", ""))
        facts = {"page": page, "tabs": TABS, "words": words, "here": request.get_full_path()}
        return self._page(request, "Comments", facts)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Extra = None
    ) -> HttpResponse:
        """One comment with its whole record."""
        if not may_moderate(request.user):
            raise PermissionDenied
        is_number = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        page = one_comment(int(object_id) if is_number else 0)
        if page is None:
            messages.warning(request, "There is no such comment.")
            return redirect("admin:comments_comment_changelist")
        facts = {"page": page, "tabs": TABS, "words": "", "here": request.path}
        return self._page(request, "A comment", facts)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Extra = None) -> HttpResponse:
        """The record stands on the comment's own page."""
        return self.change_view(request, object_id)

    def pause(self, request: HttpRequest) -> HttpResponse:
        """The one switch that stops new comments everywhere, and its record."""
        if not may_pause(request.user):
            raise PermissionDenied
        if request.method == "POST":
            self._turn(request)
            return redirect("admin:comments_pause")
        record = PauseEntry.objects.select_related("by")[:20]
        facts = {"record": record, "sentence": pausing.SENTENCE}
        return self._page(request, "Pause all comments", facts, "comments/desk/pause.html")

    def _turn(self, request: HttpRequest) -> None:
        by = request.user if request.user.is_authenticated else None
        turn = request.POST.get("turn", "")
        try:
            if turn == "pause":
                pausing.pause(by=by, sentence=request.POST.get("sentence", "").replace("\x00", ""))
                messages.success(request, "Comments are paused everywhere.")
            elif turn == "resume":
                pausing.resume(by=by)
                messages.success(request, "Readers may comment again.")
        except pausing.CannotPauseError as error:
            messages.warning(request, str(error))

    def mail(self, request: HttpRequest) -> HttpResponse:
        """How the one who asks is told that something waits."""
        user = request.user
        if not (user.is_authenticated and may_moderate(user)):
            raise PermissionDenied
        how = request.POST.get("how", "")
        if request.method == "POST" and how in QueueMail.How.values:
            alerting.choose(user, how)
            messages.success(request, f"You are mailed: {QueueMail.How(how).label.lower()}.")
            return redirect("admin:comments_comment_changelist")
        if request.method == "POST":
            messages.error(request, "Please choose one of these.")
        facts = {"ways": QueueMail.How.choices, "how": alerting.wish_of(user)}
        return self._page(request, "Mail about what waits", facts, "comments/desk/mail.html")

    def _page(
        self,
        request: HttpRequest,
        title: str,
        facts: dict[str, Any],
        template: str = "comments/desk/queue.html",
    ) -> HttpResponse:
        facts |= self.admin_site.each_context(request)
        facts |= {"title": title, "may_pause": may_pause(request.user)}
        facts["paused"] = Pause.objects.select_related("by").first()
        return TemplateResponse(request, template, facts)


@admin.register(GuestSection)
class GuestSectionAdmin(admin.ModelAdmin):
    """Where readers without an account may write."""

    list_display = ("section",)
    actions = None

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: GuestSection, form: Any, change: bool) -> None:
        """The forms on its stories are told."""
        super().save_model(request, obj, form, change)
        announce(openness_changed)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: GuestSection) -> None:
        """The forms on its stories are told."""
        super().delete_model(request, obj)
        announce(openness_changed)


@admin.register(Sanction)
class SanctionAdmin(admin.ModelAdmin):
    """Who must wait, and why."""

    list_display = ("user", "kind", "until", "reason", "by")
    list_filter = ("kind",)
    list_select_related = ("user", "by")
    autocomplete_fields = ("user",)

    def save_model(self, request: HttpRequest, obj: Sanction, form: Any, change: bool) -> None:
        if obj.by_id is None and request.user.is_authenticated:
            obj.by = request.user
        super().save_model(request, obj, form, change)
