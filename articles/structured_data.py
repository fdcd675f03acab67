"""A story's facts as search engines read them (schema.org)."""

from collections.abc import Sequence
from typing import Any

from articles.models import Article, Byline, Correction
from newsroom.kit.text import plain
from newsroom.site.models import SiteSettings

HEADLINE = 110  # what the search engines' documentation allows


def news_article(
    article: Article,
    bylines: Sequence[Byline],
    corrections: Sequence[Correction],
    paper: SiteSettings,
    site_url: str,
) -> dict[str, Any]:
    """A NewsArticle with its breadcrumbs."""
    url = site_url + article.get_absolute_url()
    page = {"@type": "WebPage", "@id": url, "breadcrumb": _breadcrumbs(article, paper, site_url)}
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": page,
        "url": url,
        "headline": (article.headline or "")[:HEADLINE],
        "datePublished": article.published_at.isoformat() if article.published_at else None,
        "dateModified": (article.updated_at or article.published_at).isoformat()
        if article.published_at
        else None,
        "author": [_person(byline, site_url) for byline in bylines],
        "publisher": {"@type": "NewsMediaOrganization", "name": paper.name, "url": site_url + "/"},
        "articleSection": article.section.name if article.section else None,
        "inLanguage": article.language or paper.language,
        "isAccessibleForFree": True,
    }
    if article.summary:
        facts["description"] = article.summary
    if article.lead_image:
        facts["image"] = [
            absolute(article.lead_image.url(width), site_url) for width in article.lead_image.widths
        ]
    if corrections:
        facts["correction"] = [
            {"@type": "CorrectionComment", "text": plain(c.text), "datePublished": c.at.isoformat()}
            for c in corrections
        ]
    return facts


def _breadcrumbs(article: Article, paper: SiteSettings, site_url: str) -> dict[str, Any]:
    """From the front page through the section to the story."""
    steps = [(paper.name, "/")]
    if article.section:
        sections = (article.section.parent, article.section)
        steps += [(section.name, section.get_absolute_url()) for section in sections if section]
    steps.append((article.headline or "", article.get_absolute_url()))
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": site_url + path}
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _person(byline: Byline, site_url: str) -> dict[str, str]:
    person = {
        "@type": "Person",
        "name": byline.author.name,
        "url": site_url + byline.author.get_absolute_url(),
    }
    if title := byline.role or byline.author.job_title:
        person["jobTitle"] = title
    return person


def absolute(address: str, site_url: str) -> str:
    """With the site's own name before it, where the storage gives a path."""
    return address if "://" in address else site_url + address
