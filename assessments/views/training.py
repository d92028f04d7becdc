"""Training of a region: the share of each group, its sessions, what each trained."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.signed_in import SignedIn
from assessments.actions import training as actions
from assessments.enums import Group
from assessments.forms.training import NewTrainingForm, TargetsForm, TrainingForm
from assessments.models import Training
from assessments.queries.training import (
    came_to,
    possible_gatherings,
    sessions_of,
    shares_of,
)
from assessments.views.region_pages import RegionAction, RegionPage
from gatherings.models import Gathering


class TrainingPage(SignedIn, RegionPage, TemplateView):
    """The share of each group, and the sessions; for who follows the region."""

    template_name = "assessments/training.html"
    permission_required: str | tuple[str, ...] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather what the page shows.

        Raises:
            Http404: The reader does not follow the region.
        """
        if not self.is_follower:
            raise Http404
        sessions = [
            (
                row,
                [
                    f"{Group(each.group).label}: {each.trained}"
                    for each in sorted(row.groups.all(), key=_order)
                ],
            )
            for row in sessions_of(self.region)
        ]
        return super().get_context_data(
            shares=shares_of(self.region), sessions=sessions, **kwargs
        )

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Training"), "")]


def _order(row: Any) -> int:
    return list(Group).index(Group(row.group))


class _TrainingAction(RegionAction):
    """A form about training; it leads back to its page."""

    def get_success_url(self) -> str:
        return self.next_address(reverse("assessments:training", args=[self.region.slug]))

    def path(self) -> list[tuple[str, str]]:
        address = reverse("assessments:training", args=[self.region.slug])
        return [*super().path(), (_("Training"), address)]


class TrainingNew(_TrainingAction):
    """Which gathering is a session."""

    form_class = NewTrainingForm
    title = gettext_lazy("New session of training")
    button = gettext_lazy("Go on")
    lead = gettext_lazy("Choose the gathering. Next you say whom it trained.")
    chosen: Gathering | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "gatherings": possible_gatherings(self.region)}

    def act(self, form: Form) -> None:
        self.chosen = form.cleaned_data["gathering"]

    def get_success_url(self) -> str:
        if self.chosen is None:
            return super().get_success_url()
        keys = {"slug": self.region.slug, "gathering": self.chosen.pk}
        return reverse("assessments:training-create", kwargs=keys)


class TrainingCreate(_TrainingAction):
    """Whom a session trained; the municipal representatives are counted by attendance."""

    form_class = TrainingForm
    button = gettext_lazy("Save")

    @cached_property
    def gathering(self) -> Gathering:
        found: Gathering = get_object_or_404(
            possible_gatherings(self.region), pk=self.kwargs["gathering"]
        )
        return found

    @cached_property
    def came(self) -> int:
        return came_to(self.gathering)

    @property
    def title(self) -> str:  # type: ignore[override]  # of the gathering at hand
        return _("Who was trained at %(name)s?") % {"name": self.gathering.series.name}

    @property
    def lead(self) -> str:  # type: ignore[override]  # of the gathering at hand
        came = ngettext("%(n)s person came.", "%(n)s people came.", self.came)
        count = _("Count each person once: the first time that it is trained.")
        return f"{came % {'n': self.came}} {count}"

    def get_initial(self) -> dict[str, Any]:
        return {Group.MUNICIPAL.value: self.came or None}

    def act(self, form: Form) -> None:
        if not isinstance(form, TrainingForm):
            raise TypeError
        actions.save_training(
            region=self.region,
            gathering=self.gathering,
            about=form.cleaned_data["about"],
            trained=form.numbers(),
        )
        messages.success(self.request, _("The training is saved."))


class TrainingChange(_TrainingAction):
    """Change whom a session trained."""

    form_class = TrainingForm
    title = gettext_lazy("Change the training")
    button = gettext_lazy("Save")

    @cached_property
    def training(self) -> Training:
        rows = Training.objects.filter(region=self.region).select_related("gathering")
        found: Training = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_initial(self) -> dict[str, Any]:
        numbers = dict(self.training.groups.values_list("group", "trained"))
        return {"about": self.training.about, **numbers}

    def act(self, form: Form) -> None:
        if not isinstance(form, TrainingForm):
            raise TypeError
        actions.save_training(
            region=self.region,
            gathering=self.training.gathering,
            training=self.training,
            about=form.cleaned_data["about"],
            trained=form.numbers(),
        )
        messages.success(self.request, _("The training is saved."))


class TrainingTargets(_TrainingAction):
    """How many people each group has."""

    form_class = TargetsForm
    title = gettext_lazy("How many people do the groups have?")
    button = gettext_lazy("Save")
    lead = gettext_lazy("The share that is trained is of these numbers.")

    def get_initial(self) -> dict[str, Any]:
        return {share.group.value: share.people for share in shares_of(self.region)}

    def act(self, form: Form) -> None:
        if not isinstance(form, TargetsForm):
            raise TypeError
        actions.set_targets(region=self.region, people=form.numbers())
        messages.success(self.request, _("The numbers are saved."))
