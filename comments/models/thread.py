"""What readers say under one story, as a whole."""

from django.db import models


class Thread(models.Model):
    """One a story, made with its first comment. The counts are written by the fold alone."""

    article = models.OneToOneField("articles.Article", models.PROTECT, related_name="+")
    published_count = models.IntegerField(default=0, editable=False)
    pending_count = models.IntegerField(default=0, editable=False)
    last_comment_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return f"Thread {self.pk}"
