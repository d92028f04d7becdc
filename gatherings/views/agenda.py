"""The programme of a gathering, as its hosts write it."""

from collections.abc import Sequence
from datetime import time
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common.nordic import by_name
from gatherings import words
from gatherings.actions import agenda as actions
from gatherings.calculations.coverage import overlapping
from gatherings.enums import GatheringState
from gatherings.forms.agenda import ItemForm
from gatherings.models import AgendaItem, Speaker
from gatherings.views import host_rows as rows
from gatherings.views.host_pages import GatheringForm, GatheringRoom
from improvement.views import refusals
from networks.actions.locks import Refused


def overlaps(items: Sequence[AgendaItem]) -> list[str]:
    """Say which items lie at the same time."""
    times = [(_minutes(item.starts), _minutes(item.ends)) for item in items]
    text = _("«%(one)s» and «%(other)s» are at the same time.")
    return [
        text % {"one": items[one].title, "other": items[other].title}
        for one, other in overlapping(times)
    ]


def _minutes(clock: time | None) -> int | None:
    return None if clock is None else clock.hour * 60 + clock.minute


class Agenda(GatheringRoom, TemplateView):
    """All items in order, with what can be done to each."""

    template_name = "gatherings/agenda.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = list(self.gathering.agenda.prefetch_related("speakers").order_by("position"))
        context = super().get_context_data(
            items=[(item, words.times(item.starts, item.ends)) for item in items],
            when=rows.when(self.gathering, series=self.series),
            warnings=overlaps(items),
            speakers=list(self.series.speakers.order_by(by_name(), "pk")),
            is_cancelled=self.gathering.state == GatheringState.CANCELLED,
            **kwargs,
        )
        context["crumbs"].append((_("Agenda"), ""))
        return context


class ItemPage(GatheringForm):
    """A form about an item; it leads back to the programme."""

    @cached_property
    def item(self) -> AgendaItem:
        found: AgendaItem = get_object_or_404(self.gathering.agenda, pk=self.kwargs["item"])
        return found

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Agenda"), self.get_success_url())]

    def get_success_url(self) -> str:
        return self.gathering_address("agenda")


class ItemCreate(ItemPage):
    form_class = ItemForm
    title = gettext_lazy("New item")
    lead = gettext_lazy("It is put where its time says, and can be moved.")
    button = gettext_lazy("Add")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "series": self.series}

    def act(self, form: Form) -> None:
        actions.add_item(
            gathering=self.gathering,
            details=form.details,  # type: ignore[attr-defined]  # of ItemForm
            speakers=form.chosen,  # type: ignore[attr-defined]  # as above
            by=self.person,
        )
        messages.success(self.request, _("The item is added."))


class ItemChange(ItemPage):
    form_class = ItemForm
    title = gettext_lazy("Change the item")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "series": self.series}

    def get_initial(self) -> dict[str, Any]:
        item = self.item
        speakers: list[Speaker] = list(item.speakers.all())
        return {
            **{name: getattr(item, name) for name in actions.DETAILS},
            "speakers": [each.pk for each in speakers],
        }

    def act(self, form: Form) -> None:
        actions.change_item(
            item=self.item,
            details=form.details,  # type: ignore[attr-defined]  # of ItemForm
            speakers=form.chosen,  # type: ignore[attr-defined]  # as above
            by=self.person,
        )
        messages.success(self.request, _("The item is saved."))


class ItemRemove(ItemPage):
    form_class = Form
    title = gettext_lazy("Remove the item")
    button = gettext_lazy("Remove")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]
        return _("«%(title)s» goes from the programme.") % {"title": self.item.title}

    def act(self, form: Form) -> None:
        actions.remove_item(item=self.item, by=self.person)
        messages.success(self.request, _("The item is removed."))


class ItemMove(ItemPage):
    """One place up, or down with ``down=1``."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        try:
            actions.move_item(item=self.item, is_up=request.POST.get("down") != "1")
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        return redirect(f"{self.get_success_url()}#punkt-{self.item.pk}")
