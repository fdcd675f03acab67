"""Addresses under /comments/."""

from django.urls import path

from comments.views import comment, thread

app_name = "comments"

urlpatterns = [
    # a story's thread
    path("on/<int:article_id>/", thread.detail, name="thread"),
    path("on/<int:article_id>/post/", thread.detail, name="post"),
    path("me/", thread.detail, name="me"),
    # one comment
    path("<int:pk>/", comment.detail, name="comment"),
    path("<int:pk>/replies/", comment.replies, name="replies"),
    path("<int:pk>/reply/", comment.detail, name="reply"),
    path("<int:pk>/report/", comment.detail, name="report"),
]
