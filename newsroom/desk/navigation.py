"""What stands in the desk's bar for the person who looks at it: only what they may open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

# label, the admin's names for the page (the first that exists is taken), any one of the permissions it needs
PLACES = (
    ("Stories", ("articles_article_changelist",), ("articles.view_article", "articles.change_article")),
    ("Pictures", ("articles_image_changelist",), ("articles.view_image",)),
    ("Comments", ("comments_queue", "comments_comment_changelist"), ("comments.moderate_comment",)),
    ("Ads", ("ads_campaign_changelist", "ads_flight_changelist"), ("ads.view_campaign", "ads.view_flight")),
    ("People", ("accounts_user_changelist",), ("accounts.view_user",)),
)

# the tabs under Settings, for whoever may open one of them
TABS = (
    ("The paper", ("site_sitesettings_changelist",), ("site.change_sitesettings",)),
    ("Navigation", ("site_navitem_changelist",), ("site.view_navitem",)),
    ("Breaking", ("site_breakingbanner_changelist",), ("site.view_breakingbanner",)),
    ("Mail", ("site_mail_changelist",), ("site.view_mail",)),
    ("Sections", ("articles_section_changelist",), ("articles.view_section",)),
    ("Topics", ("articles_tag_changelist",), ("articles.view_tag",)),
    ("Authors", ("articles_author_changelist",), ("articles.view_author",)),
    ("Redirects", ("articles_redirect_changelist",), ("articles.view_redirect",)),
    ("Background", ("background_tick_changelist",), ("background.view_tick",)),
    ("Guests", ("comments_guestsection_changelist",), ("comments.view_guestsection",)),
)
Table = tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One link of the bar."""

    label: str
    url: str
    is_here: bool


def admin_url(*names: str, args: tuple[object, ...] = ()) -> str:
    """The address of the first of these admin pages that exists; empty where none does."""
    for name in names:
        try:
            return reverse(f"admin:{name}", args=args)
        except NoReverseMatch:
            continue
    return ""


def places(request: HttpRequest) -> Iterator[Place]:
    """The links of the bar, in its order. Settings leads to the first tab they may open."""
    yield from _allowed(request, PLACES)
    if open_to_them := list(_allowed(request, TABS)):
        yield Place("Settings", open_to_them[0].url, any(tab.is_here for tab in open_to_them))


def tabs(request: HttpRequest) -> list[Place]:
    """The tabs under Settings, on each of their pages; none elsewhere."""
    open_to_them = list(_allowed(request, TABS))
    return open_to_them if any(tab.is_here for tab in open_to_them) else []


def _allowed(request: HttpRequest, table: Table) -> Iterator[Place]:
    for label, names, permissions in table:
        url = admin_url(*names)
        if url and any(request.user.has_perm(permission) for permission in permissions):
            yield Place(label, url, request.path.startswith(url))


def new_story_url(request: HttpRequest) -> str:
    """Where a new story begins; empty for those who write none."""
    return admin_url("articles_article_add") if request.user.has_perm("articles.add_article") else ""
