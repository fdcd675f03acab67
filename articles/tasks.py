"""What the worker does for the articles room."""

from django_tasks import task

from articles import scheduling


@task()
def apply_due_changes() -> int:
    """The tick: publish scheduled changes of live stories."""
    return scheduling.apply_due_changes()
