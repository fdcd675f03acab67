"""Addresses under /comments/."""

from django.urls import path

from comments.views import comment, decision, me, report, thread, writing

app_name = "comments"

urlpatterns = [
    # what is one reader's own
    path("me/", me.detail, name="me"),
    path("rescued/", writing.rescued, name="rescued"),
    # a story's thread
    path("on/<int:article_id>/", thread.detail, name="thread"),
    path("on/<int:article_id>/post/", writing.post, name="post"),
    path("on/<int:article_id>/confirmed/", writing.confirmed, name="confirmed"),
    # one comment
    path("<int:pk>/", comment.detail, name="comment"),
    path("<int:pk>/replies/", comment.replies, name="replies"),
    path("<int:pk>/reply/", comment.reply, name="reply"),
    path("<int:pk>/mine/", comment.mine, name="mine"),
    path("<int:pk>/report/", report.detail, name="report"),
    path("<int:pk>/decision/", decision.create, name="decision"),
]
