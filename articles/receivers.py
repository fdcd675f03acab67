"""What the articles room does when another announces something: who writes here gets a name to write under."""

from django.dispatch import receiver

from articles.permissions import may_write
from articles.taxonomy import author_for
from newsroom.accounts.events import staff_changed
from newsroom.accounts.models import User


@receiver(staff_changed, dispatch_uid="articles.give_author")
def give_author(*, user: User, known_as: str, **_: object) -> None:
    """Their page as an author: the one they had as a guest, or a new one. Who does not write needs none."""
    fresh = User.objects.get(pk=user.pk)  # permissions are remembered by the row; these roles are new
    if may_write(fresh):
        author_for(fresh, known_as=known_as)
