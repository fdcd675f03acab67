"""What the demo made: a note for each row, so that taking the demo away takes nothing else."""

from django.db import models


class DemoItem(models.Model):
    """One row that the demo made: the model's label and the row's key."""

    kind = models.CharField(max_length=60)
    row = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "row"), name="a_demo_row_is_noted_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"
