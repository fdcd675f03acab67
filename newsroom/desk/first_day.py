"""What to do next on a new paper: a list for its administrators, ticked as it is done, put away when they like."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from articles.models import Article
from newsroom.accounts.models import User
from newsroom.accounts.second_factor import holds_one
from newsroom.desk.navigation import admin_url
from newsroom.site import mailbox, setup
from newsroom.site.models import SiteSettings
from newsroom.site.snapshot import paper


@dataclass(frozen=True, slots=True)
class Next:
    """One thing to do, and whether it is done."""

    title: str
    why: str
    url: str
    is_done: bool


def nexts(person: User | AbstractBaseUser | AnonymousUser) -> list[Next]:
    """The list for this person; empty for those who are no administrators, on a demo, and once all is done."""
    if not isinstance(person, User) or not person.has_perm("site.change_sitesettings"):
        return []
    now = paper().settings
    if now.is_demo or setup.is_first_day_over():
        return []
    found = [
        Next(
            "Set up the paper",
            "Its name, its language, its sections.",
            reverse("setup:resume"),
            now.is_set_up,
        ),
        *_guard(person),
        Next(
            "Write the first story",
            "It stays a draft until it is published.",
            admin_url("articles_article_add"),
            Article.objects.exists(),
        ),
        Next(
            "Invite your colleagues",
            "Reporters write, editors publish, moderators read the comments, the advertising desk sells the slots.",
            admin_url("accounts_invitation_add"),
            User.objects.filter(is_staff=True).exclude(pk=person.pk).exists(),
        ),
        Next(
            "Give the paper its look",
            "Logo, colour, navigation, footer and policies.",
            admin_url("site_sitesettings_changelist"),
            bool(now.logo) or now.accent != SiteSettings().accent,
        ),
        Next(
            "Let mail leave the house",
            "Without a mail server, mail is kept on this machine. EMAIL_URL names one; a test shows that it works.",
            admin_url("site_mail_changelist"),
            not mailbox.is_open(),
        ),
    ]
    return [] if all(step.is_done for step in found) else found


def _guard(person: User) -> list[Next]:
    if not settings.SECOND_FACTOR_REQUIRED:
        return []
    why = "A code from your phone, or a passkey, beside the password."
    return [Next("Set up a second factor", why, reverse("mfa_index"), holds_one(person.pk))]
