"""What came of needs: report, take back, and the sums of a network."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from common.nordic import by_name
from improvement.models import Measure
from improvement.queries.acting import workplaces
from indicators.models import Indicator
from networks.forms.base import PlainForm
from networks.models import Municipality, Network
from procurement.actions import benefits as actions
from procurement.enums import SolutionState
from procurement.forms.benefits import BenefitForm
from procurement.models import Benefit, Solution
from procurement.queries.benefits import NetworkRead, network_benefits
from procurement.queries.solutions import buyers_of
from procurement.views.benefit_rows import need_rows, sum_rows
from procurement.views.pages import NeedAction

_HERE = "nytte-h"


class _BenefitAction(NeedAction):
    """A form about the benefit, for the buyers."""

    permission_required = "procurement.buy"

    def get_success_url(self) -> str:
        return self.next_address(f"{self.need.get_absolute_url()}#{_HERE}")


class BenefitReport(_BenefitAction):
    """Report what came of a need."""

    form_class = BenefitForm
    title = gettext_lazy("Report what came of it")
    button = gettext_lazy("Save the report")
    lead = gettext_lazy(
        "Everybody who reads the need sees it. Numbers are summed only with others of the "
        "same kind, unit and year."
    )

    @cached_property
    def places(self) -> list[int]:
        """Keys of the buyers."""
        return [place.pk for place in buyers_of(self.need).members]

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {place.pk for place in workplaces(self.person)} & set(self.places)
        measures = Measure.objects.visible_to(self.person).filter(municipality__in=own)
        goals = self.need.goals.values("pk")
        linked = Q(framework_indicators__goal__in=goals) | Q(pk=self.need.from_indicator_id)
        indicators = Indicator.objects.filter(linked)
        solutions = Solution.objects.visible_to(self.person).filter(
            need=self.need, state=SolutionState.SENT
        )
        places = Municipality.objects.filter(pk__in=self.places)
        return {
            **super().get_form_kwargs(),
            "places": places.order_by(by_name(), "pk"),
            "measures": measures.order_by("title", "pk"),
            "indicators": indicators.order_by("name", "pk").distinct(),
            "solutions": solutions.order_by("title", "pk"),
        }

    def get_initial(self) -> dict[str, Any]:
        own = [place for place in workplaces(self.person) if place.pk in self.places]
        return {
            "year": timezone.localdate().year,
            "reported_by": str(own[0]) if own else "",
            "municipality": own[0].pk if len(own) == 1 and len(self.places) > 1 else None,
            "indicator": self.need.from_indicator_id,
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, BenefitForm)  # noqa: S101 -- form_class says so
        at = timezone.now()
        actions.report_benefit(need=self.need, found=form.found, by=self.person, at=at)
        messages.success(self.request, _("The report is saved."))


class BenefitRemove(_BenefitAction):
    """Take back a report that was wrong."""

    form_class = PlainForm
    title = gettext_lazy("Remove the report")
    button = gettext_lazy("Remove it")
    lead = gettext_lazy("Remove only what is wrong. To correct a number, report it anew.")
    is_danger = True

    @cached_property
    def benefit(self) -> Benefit:
        rows = Benefit.objects.select_related("need")
        return get_object_or_404(rows, need=self.need, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        self.may_remove()
        return super().get_form_kwargs()

    def may_remove(self) -> None:
        """Only those who lead the need, who reported it, or whose municipality it is of.

        Raises:
            Http404: The reader is none of them.
        """
        own = {place.pk for place in workplaces(self.person)}
        is_own = self.benefit.by_id == self.person.pk or self.benefit.municipality_id in own
        if not self.may_lead and not is_own:
            raise Http404

    def act(self, form: Form) -> None:
        actions.remove_benefit(benefit=self.benefit, by=self.person)
        messages.success(self.request, _("The report is removed."))


@method_decorator(login_not_required, name="dispatch")
class NetworkBenefits(TemplateView):
    """What came of the needs of a network, for everybody who may know of it."""

    template_name = "procurement/benefit_network.html"

    @cached_property
    def network(self) -> Network:
        rows = Network.objects.visible_to(self.request.user)
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        read: NetworkRead = network_benefits(self.network, self.request.user)
        reported = ngettext(
            "%(n)s need has a report.", "%(n)s needs have a report.", read.reported
        )
        return super().get_context_data(
            network=self.network,
            rows=sum_rows(read.sums),
            missing=need_rows(read.missing),
            reported=reported % {"n": read.reported},
            crumbs=[
                (_("Front page"), "/"),
                (self.network.label, self.network.get_absolute_url()),
                (_("Benefit"), ""),
            ],
            **kwargs,
        )
