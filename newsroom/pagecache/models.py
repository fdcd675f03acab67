"""What was purged, as rows of the change's own transaction, for machines that have not heard of it yet."""

from django.db import models
from django.db.models import BigIntegerField, Func, TextField
from django.db.models.functions import Cast, Now


class Purge(models.Model):
    """Some tags at once. `transaction` is the one that wrote the row: rows become visible in another order than
    their ids, and who follows them must miss none."""

    tags = models.TextField()
    transaction = models.BigIntegerField(
        db_default=Cast(
            Cast(Func(function="pg_current_xact_id", output_field=TextField()), TextField()),
            BigIntegerField(),
        )
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=("transaction",), name="purge_followed"),)

    def __str__(self) -> str:
        return self.tags
