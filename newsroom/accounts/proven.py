"""An address that somebody has just shown to be theirs, by a code mailed to it, and the account it opens."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from newsroom.accounts.events import person_changed
from newsroom.accounts.models import User
from newsroom.accounts.second_factor import SECOND_FACTORS
from newsroom.kit.events import announce


def account_of(email: str) -> User | None:
    """Whose address it is: whoever has shown so, else whoever merely named it."""
    shown = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    if shown is not None:
        owner: User = shown.user
        return owner
    return User.objects.filter(email__iexact=email).first()


def needs_more_than_a_code(email: str) -> bool:
    """Is it the address of staff, of somebody with a second factor, of somebody switched off? One query for all."""
    whose = Q(email__iexact=email) | Exists(
        EmailAddress.objects.filter(user=OuterRef("pk"), email__iexact=email, verified=True)
    )
    guarded = (
        Q(is_staff=True)
        | Q(is_superuser=True)
        | Q(is_active=False)
        | Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS))
    )
    return User.objects.filter(whose, guarded).exists()


@transaction.atomic
def open_account(email: str, *, name: str) -> User:
    """The account of a proven address, made where there is none. The caller has asked `needs_more_than_a_code`.

    An account whose address nobody ever confirmed may be a stranger's who waits for its owner: it loses its
    password, and with it every session.
    """
    user = account_of(email)
    if user is None:
        user = User.objects.create_user(email, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user
    own = EmailAddress.objects.filter(user=user, email__iexact=email)
    if not own.filter(verified=True).exists():
        user.set_unusable_password()
        user.name = name
        user.save(update_fields=("password", "name"))
        is_first = not EmailAddress.objects.filter(user=user, primary=True).exclude(pk__in=own).exists()
        own.delete()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=is_first)
        announce(person_changed, person=user)
    elif not user.name:
        user.name = name
        user.save(update_fields=("name",))
        announce(person_changed, person=user)
    return user
