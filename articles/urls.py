"""The addresses of the paper's public pages."""

from django.urls import URLPattern, path, register_converter

from articles import converters, sitemaps
from articles.feeds import feed
from articles.views import archive, article, bar, front, latest, live, people, search, section, topic

register_converter(converters.Year, "yyyy")
register_converter(converters.Month, "yyyymm")
register_converter(converters.Day, "yyyymmdd")

app_name = "articles"

FORMS = (("feed/", "rss"), ("feed/atom/", "atom"), ("feed/json/", "json"))
PREFIXES = {
    "paper": "",
    "author": "authors/<slug:slug>/",
    "topic": "topics/<slug:slug>/",
    "section": "<slug:slug>/",
}


def feeds(of: str) -> list[URLPattern]:
    """The three forms of one channel."""
    return [
        path(PREFIXES[of] + end, feed, {"of": of, "form": form}, name=f"{of}-{form}") for end, form in FORMS
    ]


urlpatterns = [
    path("", front.front, name="front"),
    path("latest/", latest.latest, name="latest"),
    path("corrections/", latest.corrections, name="corrections"),
    path("live/", live.live, name="live"),
    path("search/", search.search, name="search"),
    path("authors/", people.authors, name="authors"),
    path("authors/<slug:slug>/", people.author, name="author"),
    path("topics/<slug:slug>/", topic.topic, name="topic"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<int:part>.xml", sitemaps.stories, name="sitemap-stories"),
    path("news-sitemap.xml", sitemaps.news, name="news-sitemap"),
    *feeds("paper"),
    *feeds("author"),
    *feeds("topic"),
    # /<yyyy>/…
    path("<yyyy:year>/", archive.year, name="year"),
    path("<yyyymm:month>/", archive.month, name="month"),
    path("<yyyymmdd:day>/", archive.day, name="day"),
    path("<yyyymmdd:day>/<slug:slug>/", article.detail, name="detail"),
    path("-/bar/<int:pk>", bar.bar, name="bar"),
    # a section last: its name is any other first part of an address
    path("<slug:slug>/", section.section, name="section"),
    *feeds("section"),
]
