"""The front door of what has been learnt, and the history of its objects."""

from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from improvement.queries.histories import Kept
from improvement.views.histories import HistoryPage
from knowledge.queries import home
from knowledge.queries.histories import KINDS


@method_decorator(login_not_required, name="dispatch")
class Home(View):
    """What there is, and where."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        context = {
            "counts": home.counts_for(person),
            "networks": home.networks_of(person),
            "published": home.published_for(person),
            "crumbs": [(_("Front page"), "/"), (_("Knowledge"), "")],
        }
        return render(request, "knowledge/home.html", context)


class History(HistoryPage):
    """Everything that has happened to one object of knowledge, newest first."""

    @cached_property
    def kept(self) -> Kept:
        """The kind that the address names.

        Raises:
            Http404: There is none.
        """
        kept = KINDS.get(self.kwargs["model"])
        if kept is None:
            raise Http404
        return kept
