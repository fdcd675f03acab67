"""The five roles of a newsroom, as groups with permissions, made after every migration."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from newsroom.accounts.models import User

REPORTER, EDITOR, MODERATOR = "Reporter", "Editor", "Moderator"
AD_MANAGER, ADMINISTRATOR = "Ad manager", "Administrator"

# what each may do, as it stands beside the role's name where an administrator gives it, in this order
ROLES: dict[str, str] = {
    REPORTER: "writes their own stories and hands them in",
    EDITOR: "edits and publishes every story, moderates comments",
    MODERATOR: "approves and hides comments",
    AD_MANAGER: "sells slots, reads their reports",
    ADMINISTRATOR: "everything, people and settings too",
}

# app_label.codename; a whole model is written app_label.*_model
_WRITING = (
    "articles.view_article articles.add_article articles.change_article articles.view_image articles.add_image"
    " articles.change_image articles.view_author articles.add_author articles.view_tag articles.add_tag"
    " articles.view_section articles.view_revision"
)
PERMISSIONS: dict[str, str] = {
    REPORTER: _WRITING,
    EDITOR: _WRITING
    + " articles.edit_any_article articles.publish_article articles.*_author articles.*_tag articles.*_section"
    " articles.*_image articles.*_livestream articles.*_redirect comments.view_comment comments.moderate_comment"
    " comments.*_guestsection",
    MODERATOR: "comments.view_comment comments.change_comment comments.moderate_comment comments.*_word"
    " comments.change_pause comments.view_sanction comments.change_sanction comments.delete_sanction articles.view_article",
    AD_MANAGER: "ads.*_slot ads.*_advertiser ads.*_campaign ads.*_flight ads.*_creative ads.view_report"
    " articles.view_article",
    ADMINISTRATOR: "articles.* comments.* ads.* accounts.* site.* background.view_tick background.change_tick auth.view_group",
}


def make_roles(**_: object) -> None:
    """Make the groups and set their permissions to the table above. Runs after each migration; safe to repeat."""
    for role, words in PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=role)
        group.permissions.set(permissions_named(words.split()))


def permissions_named(words: Iterable[str]) -> list[Permission]:
    """The permissions these words stand for; words for apps not yet migrated stand for none."""
    wanted = Q(pk__in=())
    for word in words:
        app, _, codename = word.partition(".")
        if codename == "*":
            wanted |= Q(content_type__app_label=app)
        elif codename.startswith("*_"):
            wanted |= Q(content_type__app_label=app, content_type__model=codename[2:])
        else:
            wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))


def administrators() -> QuerySet[User]:
    """Who may sign in and do everything a paper needs."""
    may = Q(is_superuser=True) | Q(pk__in=User.objects.filter(groups__name=ADMINISTRATOR).values("pk"))
    return User.objects.filter(may, is_active=True, is_staff=True)
