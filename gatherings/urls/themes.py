"""Addresses of themes and votes on them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
