"""A booking's own page: how it stands, its preview, and its figures up to the last view."""

import csv
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ads.models import Campaign, Creative
from ads.previewing import PreviewOverError, preview_of, word_for
from ads.reporting import Report, report, safe_cell
from newsroom.kit.caching import never_keep


@require_GET
@permission_required("ads.view_report", raise_exception=True)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All of one booking; `?as=csv` is its figures by day for a spreadsheet."""
    campaign = get_object_or_404(Campaign.objects.select_related("advertiser", "created_by"), pk=pk)
    told = report(campaign)
    if request.GET.get("as") == "csv":
        return _as_csv(campaign, told)
    flights = list(campaign.flights.select_related("slot").order_by("slot__position"))
    context = {"title": str(campaign), "campaign": campaign, "report": told, "flights": flights}
    context |= {"is_open": any(flight.is_open for flight in flights), "preview": _preview(campaign)}
    context["creatives"] = Creative.objects.filter(flights__campaign=campaign).distinct()
    return never_keep(render(request, "ads/desk/report.html", context))


@require_GET
@permission_required("ads.view_report", raise_exception=True)
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures alone, for the page's script, which asks again every few seconds."""
    campaign = get_object_or_404(Campaign, pk=pk)
    return never_keep(
        render(request, "ads/desk/_figures.html", {"report": report(campaign), "campaign": campaign})
    )


def _preview(campaign: Campaign) -> Any:
    try:
        return preview_of(word_for(campaign))
    except PreviewOverError:
        return None


def _as_csv(campaign: Campaign, told: Report) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}.csv"'
    out = csv.writer(answer)
    out.writerow(
        ["day", "slot", "creative", "shown", "seen", "clicks", "clicks per 100 seen", "set apart", "as of"]
    )
    for line in told.days:
        row = (line.day, line.slot, line.creative, line.gross, line.seen, line.clicks)
        last = (f"{line.rate:.2f}", line.set_apart, told.as_of.isoformat(timespec="seconds"))
        out.writerow([safe_cell(value) for value in (*row, *last)])
    return never_keep(answer)
