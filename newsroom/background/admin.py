"""The desk's page on the work in the background: what waits, what failed, what runs when, who works."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from newsroom.accounts.models import User
from newsroom.background import overview, queue
from newsroom.background.models import Tick

Extra = dict[str, Any] | None
Verb = Callable[..., queue.Task]


@admin.register(Tick)
class BackgroundAdmin(admin.ModelAdmin):
    """One page in place of a list; its rows are the worker's, nobody types them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Tick | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="background_tick_changelist"),
            path("tasks/<uuid:task>/retry/", wrap(self.retry), name="background_retry"),
            path("tasks/<uuid:task>/forget/", wrap(self.forget), name="background_forget"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Extra = None) -> HttpResponse:
        """All of it on one page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        facts = {
            "title": "In the background",
            "counts": overview.queue_counts(),
            "failures": overview.failures(),
            "again": overview.to_be_tried_again(),
            "sweeps": overview.sweeps(),
            "workers": overview.workers(),
            "mails": overview.mail_counts(),
            "may_decide": self.has_change_permission(request),
        }
        return TemplateResponse(
            request, "background/overview.html", {**self.admin_site.each_context(request), **facts}
        )

    def retry(self, request: HttpRequest, task: str) -> HttpResponse:
        """Try a failed task again, now."""
        return self._decide(request, task, queue.retry, "It is tried again now.")

    def forget(self, request: HttpRequest, task: str) -> HttpResponse:
        """Take a failed task away."""
        return self._decide(request, task, queue.forget, "It is forgotten.")

    def _decide(self, request: HttpRequest, pk: str, verb: Verb, done: str) -> HttpResponse:
        person = request.user
        if not (self.has_change_permission(request) and isinstance(person, User)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            task = verb(pk, by=person)
        except queue.NotFailedError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"{task.task_path}: {done}")
        return redirect("admin:background_tick_changelist")
