"""Who works here and who is asked to, as the People page lists them."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from newsroom.accounts.models import Invitation, User
from newsroom.accounts.second_factor import SECOND_FACTORS


def with_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """Each with `holds_one`: have they a second factor?"""
    held = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    return people.annotate(holds_one=Exists(held)).prefetch_related("groups")


def staff() -> QuerySet[User]:
    """Who works here, by name; who is switched off stands last."""
    return with_second_factor(User.objects.filter(is_staff=True)).order_by("-is_active", "name", "email")


def invited() -> QuerySet[Invitation]:
    """Who has been asked and has not answered, the newest first."""
    open_ones = Invitation.objects.open().select_related("invited_by", "mail")
    return open_ones.prefetch_related("roles").order_by("-invited_at", "-pk")
