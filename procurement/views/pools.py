"""Pools: start one, ask, answer, withdraw, anchor; needs that are alike."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from common.nordic import sort_key
from improvement.queries.acting import behalf
from networks.models import Decision, Municipality
from procurement.actions import pools as actions
from procurement.actions.common_needs import make_common
from procurement.enums import CLOSED_STAGES, JoinAnswer
from procurement.forms.parts import plain_number
from procurement.forms.pools import (
    AnchorForm,
    AnswerForm,
    AskForm,
    LeaveForm,
    StartForm,
    TermsForm,
)
from procurement.models import Need, Pool, PoolMember
from procurement.queries.pools import Proposal, alike, asked_member, places_to_ask
from procurement.views.pages import NeedAction, NeedRoom
from procurement.views.pool_rows import proposal_rows


class _PoolAction(NeedAction):
    """A form about a pool; it leads back to the municipalities on the page of the need."""

    def get_success_url(self) -> str:
        return self.next_address(f"{self.need.get_absolute_url()}#kommuner-h")


class _Asking(_PoolAction):
    """Who can be asked: those of the network, and those with a need like this one."""

    template_name = "procurement/pool_ask.html"

    @cached_property
    def proposals(self) -> list[Proposal]:
        return alike(self.need, self.person)

    @cached_property
    def places(self) -> list[Municipality]:
        found = {place.pk: place for place in places_to_ask(self.need)}
        asked = set(self._asked())
        for row in self.proposals:
            if row.need.municipality_id not in asked and not row.is_common:
                found.setdefault(row.need.municipality_id, row.need.municipality)
        return sorted(found.values(), key=lambda place: sort_key(str(place)))

    def _asked(self) -> list[int]:
        rows = PoolMember.objects.filter(pool__need=self.need)
        return list(rows.values_list("municipality", flat=True))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": self.places}

    def get_initial(self) -> dict[str, Any]:
        return {"municipalities": self.request.GET.getlist("kommune")[:10]}

    def own_needs(self) -> dict[int, Need]:
        """The need of each municipality that is most like this one."""
        found: dict[int, Need] = {}
        for row in self.proposals:
            found.setdefault(row.need.municipality_id, row.need)
        return found

    def say_asked(self, number: int) -> None:
        """Tell how many were asked."""
        text = ngettext(
            "%(n)s municipality is asked. It stands in their «My municipality».",
            "%(n)s municipalities are asked. It stands in their «My municipality».",
            number,
        )
        messages.success(self.request, text % {"n": number})


class PoolStart(_Asking):
    """Make a need a common one."""

    form_class = StartForm
    title = gettext_lazy("Make it a common need")
    button = gettext_lazy("Make it common")
    lead = gettext_lazy(
        "Your municipality leads and publishes. Each of the others answers for itself, with "
        "its own volume."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.need.unit}

    def act(self, form: Form) -> None:
        assert isinstance(form, StartForm)  # noqa: S101 -- form_class says so
        number = make_common(
            need=self.need,
            terms=form.terms,
            municipalities=form.chosen,
            own_needs=self.own_needs(),
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The need is a common one."))
        if number:
            self.say_asked(number)


class _LeadsPool(_PoolAction):
    """A form for those who lead a pool that is there."""

    @cached_property
    def pool(self) -> Pool:
        return get_object_or_404(Pool, need=self.need)


class PoolChange(_LeadsPool):
    """Until when one may join, and the stated minimum."""

    form_class = TermsForm
    title = gettext_lazy("Change the pool")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.need.unit}

    def get_initial(self) -> dict[str, Any]:
        pool = self.pool
        return {
            "join_until": pool.join_until,
            "minimum": plain_number(pool.minimum),
            "minimum_by": pool.minimum_by,
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, TermsForm)  # noqa: S101 -- form_class says so
        at = timezone.now()
        actions.change_pool(need=self.need, terms=form.terms, by=self.person, at=at)
        messages.success(self.request, _("The change is saved."))


class PoolAsk(_Asking):
    """Ask more municipalities."""

    form_class = AskForm
    title = gettext_lazy("Ask municipalities to join")
    button = gettext_lazy("Ask them")

    def get_form_kwargs(self) -> dict[str, Any]:
        get_object_or_404(Pool, need=self.need)
        return super().get_form_kwargs()

    def act(self, form: Form) -> None:
        assert isinstance(form, AskForm)  # noqa: S101 -- form_class says so
        number = actions.ask_municipalities(
            need=self.need,
            municipalities=form.chosen,
            by=self.person,
            own_needs=self.own_needs(),
        )
        self.say_asked(number)


class PoolProposals(NeedRoom, TemplateView):
    """Needs of others that are like this one, and why."""

    template_name = "procurement/pool_proposals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_common = hasattr(self.need, "pool")
        ask = self.need_address("pool-ask" if is_common else "pool-start")
        may_ask = self.need.stage not in CLOSED_STAGES
        return super().get_context_data(
            rows=proposal_rows(alike(self.need, self.person), ask=ask if may_ask else ""),
            start="" if is_common or not may_ask else ask,
            **kwargs,
        )

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Needs that are alike"), "")]


class _MemberAction(_PoolAction):
    """A form for those who work in a municipality that is asked."""

    permission_required = "improvement.work"

    @cached_property
    def member(self) -> PoolMember:
        place = get_object_or_404(
            Municipality, country=self.kwargs["country"].upper(), code=self.kwargs["code"]
        )
        found = asked_member(need=self.need, municipality=place)
        if found is None:
            raise Http404
        return found

    @cached_property
    def on_behalf_of(self) -> Municipality | None:
        return behalf(self.person, self.member.municipality)

    def get_permission_object(self) -> Any:
        return self.member.municipality

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["title"] = f"{self.title}: {self.member.municipality}"
        return context


class PoolAnswer(_MemberAction):
    """Yes, interested or no."""

    form_class = AnswerForm
    title = gettext_lazy("Answer whether you join")
    button = gettext_lazy("Save the answer")
    lead = gettext_lazy(
        "A yes lets you read the solutions and answer suppliers together with the others. "
        "Who has said yes, and with how much, is public when the need is."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.need.unit}

    def get_initial(self) -> dict[str, Any]:
        row, own = self.member, self.member.own_need
        volume, ends = row.volume, row.contract_ends_on
        if volume is None and own is not None and own.unit == self.need.unit:
            volume = own.volume
        if ends is None and own is not None:
            ends = own.contract_ends_on
        answers = {answer.value for answer in actions.ANSWERS}
        return {
            "answer": row.answer if row.answer in answers else None,
            "volume": plain_number(volume),
            "contract_ends_on": ends,
        }

    def act(self, form: Form) -> None:
        values = form.cleaned_data
        actions.answer_pool(
            need=self.need,
            municipality=self.member.municipality,
            answer=JoinAnswer(values["answer"]),
            volume=values["volume"],
            contract_ends_on=values["contract_ends_on"],
            by=self.person,
            on_behalf_of=self.on_behalf_of,
            at=timezone.now(),
        )
        messages.success(self.request, _("The answer is saved."))


class PoolLeave(_MemberAction):
    """Withdraw, with a reason."""

    form_class = LeaveForm
    title = gettext_lazy("Withdraw")
    button = gettext_lazy("Withdraw the municipality")
    is_danger = True
    lead = gettext_lazy(
        "Your volume is taken out of the sum. When the need is published, suppliers who follow "
        "it are told."
    )

    def act(self, form: Form) -> None:
        actions.leave_pool(
            need=self.need,
            municipality=self.member.municipality,
            reason=form.cleaned_data["reason"],
            by=self.person,
            on_behalf_of=self.on_behalf_of,
            at=timezone.now(),
        )
        messages.success(self.request, _("The municipality has withdrawn."))


class PoolAnchor(_MemberAction):
    """The decision that the part rests on."""

    form_class = AnchorForm
    template_name = "procurement/pool_anchor.html"
    title = gettext_lazy("Decision to take part")
    button = gettext_lazy("Save")
    lead = gettext_lazy("Choose what your municipality has decided, or is to decide.")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Decision.objects.filter(municipality=self.member.municipality)
        return {**super().get_form_kwargs(), "decisions": rows.order_by("-decided_on", "-pk")}

    def get_initial(self) -> dict[str, Any]:
        return {"decision": self.member.decision_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = self.member.municipality.address_keys
        return super().get_context_data(place=place, **kwargs)

    def act(self, form: Form) -> None:
        actions.anchor_member(
            need=self.need,
            municipality=self.member.municipality,
            decision=form.cleaned_data["decision"],
            by=self.person,
        )
        messages.success(self.request, _("The decision is saved."))
