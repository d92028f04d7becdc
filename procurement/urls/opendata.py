"""Addresses of open data about needs."""

from django.urls import URLPattern, path

from procurement.views import opendata

urlpatterns: list[URLPattern] = [
    path("behov/<slug:slug>/ocds.json", opendata.NeedReleases.as_view(), name="need-ocds"),
    path("data/ocds/releases.json", opendata.AllReleases.as_view(), name="ocds"),
]
