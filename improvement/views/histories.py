"""The history of one object: who changed what, when, from what to what."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from improvement.queries import trail
from improvement.queries.histories import KINDS, Kept

PAGE = 25


class HistoryPage(TemplateView):
    """Everything that has happened to one object, newest first."""

    template_name = "improvement/history.html"

    @cached_property
    def kept(self) -> Kept:
        kept = KINDS.get(self.kwargs["model"])
        if kept is None:
            raise Http404
        return kept

    @cached_property
    def object(self) -> Any:
        return get_object_or_404(self.kept.visible(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sources = self.kept.sources(self.object)
        page = Paginator(trail.merged(sources), PAGE).get_page(self.request.GET.get("side"))
        names = trail.Names(self.request.user)
        address = self.kept.page(self.object)
        name = str(self.object)
        return super().get_context_data(
            kind=capfirst(str(self.object._meta.verbose_name)),
            name=name,
            lang=getattr(self.object, "language", ""),
            back=address,
            page=page,
            events=trail.read(sources, page.object_list, names=names),
            crumbs=[(name, address), (_("History"), self.request.path)],
            **kwargs,
        )
