"""Addresses of the glossary."""

from django.urls import URLPattern, path

from knowledge.views import terms

ALL = "kunnskap/ordliste"
ONE = f"{ALL}/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", terms.TermList.as_view(), name="term-list"),
    path(f"{ALL}/ny/", terms.TermAdd.as_view(), name="term-add"),
    path(f"{ONE}/endre/", terms.TermChange.as_view(), name="term-change"),
    path(f"{ONE}/fjern/", terms.TermRemove.as_view(), name="term-remove"),
    path(f"{ONE}/tilbake/", terms.TermBack.as_view(), name="term-back"),
    path(f"{ONE}/", terms.TermPage.as_view(), name="term"),
]
