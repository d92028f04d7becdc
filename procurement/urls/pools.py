"""Addresses of pools."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
