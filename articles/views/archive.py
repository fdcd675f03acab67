"""The archive: a year, a month, a day of the paper."""

from calendar import monthrange
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.reading import OF_DAY, OF_MONTH
from articles.views.pages import asked, show


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Its months, each with how many stories it holds, and the nearest years that hold any."""
    published = Article.objects.published(timezone.now())
    live = published.filter(address_date__year=year)
    months = live.annotate(month=ExtractMonth("address_date")).values("month").annotate(n=Count("pk"))
    listed = [{"first": date(year, row["month"], 1), "n": row["n"]} for row in months.order_by("month")]

    days = published.order_by().values_list("address_date", flat=True)
    before = days.filter(address_date__lt=date(year, 1, 1)).order_by("-address_date").first()
    after = days.filter(address_date__gt=date(year, 12, 31)).order_by("address_date").first()
    tags = [f"year:{year}", "years"]  # another year with its first story may be the nearest now
    context = {"year": year, "months": listed, "before": before, "after": after}
    return show(request, "articles/archive_year.html", context, tags=tags, rows=[])


@require_safe
def month(request: HttpRequest, month: date) -> HttpResponse:
    """Its stories, newest first, and its days."""
    days_of_it = (month, month.replace(day=monthrange(month.year, month.month)[1]))
    live = Article.objects.published(timezone.now()).filter(address_date__range=days_of_it)
    days = list(live.values("address_date").annotate(n=Count("pk")).order_by("address_date"))
    page = OF_MONTH.page(asked(request, "after"), now=timezone.now(), first=days_of_it[0], last=days_of_it[1])

    context = {"month": month, "days": days, "page": page}
    return show(
        request, "articles/archive_month.html", context, tags=[f"month:{month:%Y-%m}"], rows=page.rows
    )


@require_safe
def day(request: HttpRequest, day: date) -> HttpResponse:
    """The stories of one day."""
    page = OF_DAY.page(asked(request, "after"), now=timezone.now(), day=day)

    context = {"day": day, "page": page}
    return show(request, "articles/archive_day.html", context, tags=[f"day:{day}"], rows=page.rows)
