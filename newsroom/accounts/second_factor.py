"""Who enters the desk holds a second factor: asked under /admin/ and nowhere else."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from newsroom.site.snapshot import paper

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def ask_staff_for_a_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. It must not look at `request.user` elsewhere: public pages would vary by cookie."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and settings.SECOND_FACTOR_REQUIRED and lacks_one(request):
            return redirect("mfa_index")  # the page says why, and what comes after
        return get_response(request)

    return answer


def lacks_one(request: HttpRequest) -> bool:
    """Is this a member of staff with a password alone, on a site that is no demo?"""
    user = request.user
    return user.is_authenticated and user.is_staff and not paper().settings.is_demo and not holds_one(user.pk)


def holds_one(person: object) -> bool:
    """Does the person of this key hold a second factor?"""
    held: bool = Authenticator.objects.filter(user_id=person, type__in=SECOND_FACTORS).exists()
    return held
