"""Addresses of needs."""

from django.urls import URLPattern, path

from procurement.views import needs

urlpatterns: list[URLPattern] = [
    path("behov/<slug:slug>/", needs.NeedDetail.as_view(), name="need"),
]
