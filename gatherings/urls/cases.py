"""Addresses of the cases that municipalities bring."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
