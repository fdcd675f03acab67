"""What was taken over from where, so that a second run adds nothing and a broken one goes on."""

from django.db import models


class ImportedItem(models.Model):
    """One thing of another system and the row it became here; `target` is that row's id, none where it needs none."""

    class Kind(models.TextChoices):
        """What it was there."""

        POST = "post", "Post"
        PICTURE = "picture", "Picture"
        AUTHOR = "author", "Author"
        CATEGORY = "category", "Category"
        TAG = "tag", "Tag"

    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=300)
    target = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "kind", "key"), name="a_thing_is_taken_over_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.source}"
