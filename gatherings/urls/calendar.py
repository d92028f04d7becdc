"""Addresses of calendars; "kalender" is no slug of a series, so that none hides them."""

from django.urls import path

from gatherings.views import calendar

urlpatterns = [
    path("samlinger/kalender/", calendar.Calendar.as_view(), name="calendar"),
    path("samlinger/kalender/lag/", calendar.MakeOwn.as_view(), name="calendar-make"),
    path("samlinger/kalender/forny/", calendar.RenewOwn.as_view(), name="calendar-renew"),
    path(
        "samlinger/kalender/nettverk/<slug:slug>/lag/",
        calendar.MakeNetwork.as_view(),
        name="network-calendar-make",
    ),
    path(
        "samlinger/kalender/nettverk/<slug:slug>/forny/",
        calendar.RenewNetwork.as_view(),
        name="network-calendar-renew",
    ),
    path("samlinger/kalender/<str:token>.ics", calendar.Feed.as_view(), name="feed"),
    path(
        "samlinger/<slug:slug>/<int:number>.ics",
        calendar.GatheringFile.as_view(),
        name="gathering-file",
    ),
    path("plass/<str:token>/kalender.ics", calendar.SeatFile.as_view(), name="seat-calendar"),
]
