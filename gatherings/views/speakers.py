"""Speakers from outside, and the page that their secret link opens."""

from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin

from common.nordic import by_name
from gatherings import words
from gatherings.actions import speakers as actions
from gatherings.enums import SeriesState
from gatherings.forms.agenda import OwnNameForm, SpeakerForm
from gatherings.models import AgendaItem, Speaker
from gatherings.queries.series import items_of
from gatherings.views import host_rows as rows
from gatherings.views.host_pages import HostForm, HostRoom
from gatherings.views.series_rows import item_rows
from improvement.views.pages import ActionPage

Answer = TypeVar("Answer", bound=HttpResponseBase)


class Speakers(HostRoom, TemplateView):
    """Everybody who speaks in the series."""

    template_name = "gatherings/speakers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = AgendaItem.objects.select_related("gathering").order_by(
            "gathering__number", "position"
        )
        speakers = self.series.speakers.prefetch_related(Prefetch("items", queryset=items))
        context = super().get_context_data(
            speakers=list(speakers.order_by(by_name(), "pk")), **kwargs
        )
        context["crumbs"].append((_("Speakers"), ""))
        return context


class SpeakerPage(HostForm):
    """A form about a speaker; it leads back to all of them."""

    @cached_property
    def speaker(self) -> Speaker:
        found: Speaker = get_object_or_404(self.series.speakers, pk=self.kwargs["speaker"])
        return found

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Speakers"), self.get_success_url())]

    def get_success_url(self) -> str:
        return self.host_address("speakers")


class SpeakerCreate(SpeakerPage):
    form_class = SpeakerForm
    title = gettext_lazy("New speaker")
    lead = gettext_lazy("A speaker needs no account.")
    button = gettext_lazy("Add")

    def act(self, form: Form) -> None:
        actions.add_speaker(
            series=self.series,
            details=form.details,  # type: ignore[attr-defined]  # of SpeakerForm
            by=self.person,
        )
        messages.success(
            self.request, _("The speaker is added. Choose the speaker at an item.")
        )


class SpeakerChange(SpeakerPage):
    form_class = SpeakerForm
    title = gettext_lazy("Change the speaker")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.speaker, name) for name in actions.DETAILS}

    def act(self, form: Form) -> None:
        actions.change_speaker(
            speaker=self.speaker,
            details=form.details,  # type: ignore[attr-defined]  # of SpeakerForm
            by=self.person,
        )
        messages.success(self.request, _("The speaker is saved."))


class SpeakerRemove(SpeakerPage):
    form_class = Form
    title = gettext_lazy("Remove the speaker")
    button = gettext_lazy("Remove")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]
        text = _("%(name)s goes from all items, and the secret link is dead.")
        return text % {"name": self.speaker.name}

    def act(self, form: Form) -> None:
        actions.remove_speaker(speaker=self.speaker, by=self.person)
        messages.success(self.request, _("The speaker is removed."))


class SpeakerLink(SpeakerPage):
    """Make a secret link; it is shown this once, and mailed where there is an address."""

    form_class = Form
    title = gettext_lazy("Make a secret link")
    button = gettext_lazy("Make the link")

    @property
    def lead(self) -> str:  # type: ignore[override]
        mailed = _("%(name)s gets it by e-mail.") % {"name": self.speaker.name}
        shown = _("You see it once, and pass it on yourself.")
        texts = [mailed if self.speaker.email else shown]
        if self.speaker.token_digest:
            texts.append(_("A link that was made before is dead at once."))
        return " ".join(texts)

    def form_valid(self, form: Form) -> HttpResponse:
        link = actions.make_link(speaker=self.speaker, at=timezone.now())
        context = self.get_context_data(form=form, speaker=self.speaker, link=link)
        return _secret(render(self.request, "gatherings/speaker_link.html", context))


def _secret(answer: Answer) -> Answer:
    """Keep a page with a secret address out of caches, search and the next page's log."""
    answer["Cache-Control"] = "private, no-store"
    # The address is the secret; the same site has to see it to check forms.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@method_decorator(login_not_required, name="dispatch")
class SpeakerOwn(ContextMixin, View):
    """A page for whoever has the link of a speaker."""

    kwargs: dict[str, Any]

    @cached_property
    def speaker(self) -> Speaker:
        found = Speaker.objects.select_related("series__network")
        return get_object_or_404(found, token_digest=actions.digest_of(self.kwargs["token"]))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _secret(super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            speaker=self.speaker, series=self.speaker.series, **kwargs
        )


class SpeakerOwnPage(SpeakerOwn, TemplateView):
    """When and where a speaker speaks, and what comes before and after."""

    template_name = "gatherings/speaker_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = self.speaker.series
        items = self.speaker.items.select_related("gathering")
        found = [
            (
                item,
                rows.gathering_row(item.gathering, series=series),
                words.times(item.starts, item.ends),
            )
            for item in items.order_by("gathering__number", "position")
        ]
        gatherings = {item.gathering.pk: item.gathering for item, _row, _times in found}
        programmes = {pk: item_rows(items_of(one)) for pk, one in gatherings.items()}
        subject = quote(f"{series.name}: {self.speaker.name}")
        return super().get_context_data(
            items=[(*each, programmes[each[0].gathering_id]) for each in found],
            is_cancelled=series.state == SeriesState.CANCELLED,
            slides=f"mailto:{series.contact_email}?subject={subject}",
            **kwargs,
        )


class SpeakerOwnName(SpeakerOwn, ActionPage):
    """How the speaker is named in the programme."""

    form_class = OwnNameForm
    template_name = "gatherings/host_form.html"
    title = gettext_lazy("How you are named")
    lead = gettext_lazy("It stands so in the programme.")
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.speaker, name) for name in OwnNameForm.base_fields}

    def act(self, form: Form) -> None:
        actions.correct_speaker(speaker=self.speaker, **form.cleaned_data)
        messages.success(self.request, _("Your name stands so in the programme now."))

    def get_success_url(self) -> str:
        return reverse("gatherings:speaker-page", kwargs={"token": self.kwargs["token"]})
