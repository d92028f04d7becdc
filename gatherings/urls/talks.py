"""Addresses of guidance talks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
