"""Addresses of evaluation forms."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
