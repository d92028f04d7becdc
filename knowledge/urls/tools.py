"""Addresses of the shelf of tools."""

from django.urls import URLPattern, path

from knowledge.views import tools

ALL = "kunnskap/verktoy"
ONE = f"{ALL}/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", tools.ToolList.as_view(), name="tool-list"),
    path(f"{ALL}/ny/", tools.ToolAdd.as_view(), name="tool-add"),
    path("kunnskap/fil/<int:pk>/", tools.ToolFile.as_view(), name="tool-file"),
    path(f"{ONE}/endre/", tools.ToolChange.as_view(), name="tool-change"),
    path(f"{ONE}/versjon/", tools.ToolVersionAdd.as_view(), name="tool-version"),
    path(f"{ONE}/ned/", tools.ToolDown.as_view(), name="tool-down"),
    path(f"{ONE}/opp/", tools.ToolBack.as_view(), name="tool-back"),
    path(f"{ONE}/", tools.ToolPage.as_view(), name="tool"),
]
