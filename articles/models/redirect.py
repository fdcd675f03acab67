"""Old addresses and where they lead now."""

from django.db import models
from django.db.models import Q


class Redirect(models.Model):
    """An address that was, and the story it belonged to: the answer is the story's address of today, so there are
    no chains and no loops. Addresses of other pages carry a path in `target` instead."""

    path = models.CharField(max_length=400, unique=True)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="redirects"
    )
    target = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(article__isnull=False) & Q(target="")) | (Q(article=None) & ~Q(target="")),
                name="a_redirect_leads_to_one_place",
            ),
            models.CheckConstraint(condition=Q(path__startswith="/"), name="a_redirect_starts_with_a_slash"),
        )

    def __str__(self) -> str:
        return self.path
