"""What a writer typed and has not saved: theirs alone, and never the head."""

from django.conf import settings
from django.db import models


class WorkingCopy(models.Model):
    """One sitting of one person at one story. `typed` is the form as it stood; `base` what they started from."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="working_copies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sitting = models.UUIDField()
    base = models.ForeignKey("articles.Revision", models.SET_NULL, null=True, related_name="+")
    typed = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "working copies"
        constraints = (
            models.UniqueConstraint(fields=("article", "user", "sitting"), name="one_working_copy_a_sitting"),
        )

    def __str__(self) -> str:
        return f"{self.user} at {self.article}"
