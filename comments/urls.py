"""Addresses under /comments/."""

from django.urls import path

from comments.views import comment, decision, kept, me, report, thread, writing

app_name = "comments"

urlpatterns = [
    # what is one reader's own
    path("me/", me.detail, name="me"),
    path("rescued/", kept.rescued, name="rescued"),
    path("rescued/<str:token>/", kept.rescued, name="rescued"),
    path("rescued/<str:token>/code/", kept.enter_code, name="code"),
    path("rescued/<str:token>/new-code/", kept.new_code, name="new-code"),
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
