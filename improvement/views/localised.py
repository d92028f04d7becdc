"""Localised indicators: a network's list, one beside its parent, versions, adoption."""

import re
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin
from rules.contrib.views import PermissionRequiredMixin

from accounts.signed_in import SignedIn
from common import fragments
from improvement.actions import localised as actions
from improvement.forms.localised import KeepForm, LocaliseForm, VersionForm
from improvement.models import LocalisedIndicator
from improvement.queries import localised as queries
from improvement.views import localised_rows as rows
from improvement.views.pages import ActionPage, NetworkWorkPage
from indicators.models import Indicator
from networks.models import Decision, Network
from networks.queries import networks_led_by

PAGE = 25


def _decisions_of(network: Network) -> QuerySet[Decision]:
    return Decision.objects.filter(network=network, decided_on__isnull=False).order_by(
        "-decided_on", "-pk"
    )


class LocalisedList(NetworkWorkPage, TemplateView):
    """The network's own indicators, those it uses of others, and those it could use."""

    template_name = "improvement/localised.html"
    permission_required = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        text = self.request.GET.get("q", "").strip()[:100]
        own = list(queries.of_network(self.network))
        revisions = queries.revisions_of(own)
        page = None
        if self.may_change:
            others = queries.to_adopt(self.request.user, self.network, text=text)
            page = Paginator(others, PAGE).get_page(self.request.GET.get("side"))
        context["crumbs"].append((_("Indicators of the network"), self.request.path))
        return context | {
            "own": [rows.own_row(row, revisions.get(row.pk)) for row in own],
            "adopted": rows.adopted_rows(queries.adopted_by(self.network), self.request.user),
            "others": rows.other_rows(page, self.request.user) if page is not None else [],
            "page": page,
            "text": text,
            "may_change": self.may_change,
        }

    @property
    def may_change(self) -> bool:
        return self.may_lead and self.network.closed_at is None


class LocalisedChoose(NetworkWorkPage, TemplateView):
    """Choose the common indicator to adapt."""

    template_name = "improvement/localised_choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        text = self.request.GET.get("q", "").strip()[:100]
        page = Paginator(queries.to_localise(text=text), PAGE).get_page(
            self.request.GET.get("side")
        )
        context["crumbs"] += [
            (_("Indicators of the network"), list_address(self.network)),
            (_("Adapt an indicator"), self.request.path),
        ]
        return context | {"page": page, "text": text, "rows": rows.parent_rows(page)}


class LocalisedCreate(NetworkWorkPage, ActionPage):
    """Adapt a common indicator; without ``?parent=`` one chooses it first."""

    template_name = "improvement/localised_form.html"
    form_class = LocaliseForm
    title = gettext_lazy("Adapt an indicator")
    lead = gettext_lazy(
        "Your network's own indicator gets values of its own. The common one stays as it is."
    )
    button = gettext_lazy("Make the indicator")
    made: LocalisedIndicator | None = None

    @cached_property
    def parent(self) -> Indicator:
        return get_object_or_404(
            Indicator, code=self.request.GET.get("parent", ""), localisation__isnull=True
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "parent" not in request.GET:
            return LocalisedChoose.as_view()(request, *args, **kwargs)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"decisions": _decisions_of(self.network)}

    def get_initial(self) -> dict[str, Any]:
        parent = self.parent
        name = parent.local_name
        language = name.lang or (get_language() or "nb")
        ending = re.sub(r"[^0-9A-Za-z_.-]", "", self.network.slug)
        return {
            "code": f"{parent.code[: 59 - len(ending[:30])]}.{ending[:30]}",
            "name": name.text,
            "language": language,
            "description": rows.local(parent, "description").text,
            "unit": parent.local_unit.text,
            "decimals": parent.decimals,
        }

    def act(self, form: Form) -> None:
        assert isinstance(form, LocaliseForm)  # noqa: S101 -- form_class says so
        self.made = actions.localise(
            parent=self.parent,
            network=self.network,
            code=form.cleaned_data["code"],
            details=form.details,
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The indicator is made. Members can type in values."))

    def get_success_url(self) -> str:
        if self.made is None:
            return list_address(self.network)
        return address_of(self.made)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["crumbs"].insert(
            -1, (_("Indicators of the network"), list_address(self.network))
        )
        return context | {"parent": rows.side(self.parent, None)}


class LocalisedPage(SignedIn, PermissionRequiredMixin, ContextMixin):
    """A page about one localised indicator; ``permission_required`` is of its owner."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "networks.lead_network"
    raise_exception = True

    @cached_property
    def localised(self) -> LocalisedIndicator:
        found = queries.visible_localised(self.request.user).select_related(
            "indicator", "parent", "network__programme", "decision"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def network(self) -> Network:
        return self.localised.network

    @cached_property
    def owner_is_known(self) -> bool:
        """Whether the reader may know of the network that made it."""
        return Network.objects.visible_to(self.person).filter(pk=self.network.pk).exists()

    @cached_property
    def may_lead(self) -> bool:
        return self.person.has_perm("networks.lead_network", self.network)

    def get_permission_object(self) -> Network:
        return self.network

    def get_success_url(self) -> str:
        return address_of(self.localised)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs: list[tuple[str, str]] = []
        if self.owner_is_known:
            crumbs.append((self.network.label, self.network.get_absolute_url()))
        crumbs.append((str(self.localised.indicator.local_name), address_of(self.localised)))
        return super().get_context_data(
            localised=self.localised,
            network=self.network if self.owner_is_known else None,
            may_lead=self.may_lead,
            crumbs=crumbs,
            **kwargs,
        )


class LocalisedDetail(LocalisedPage, TemplateView):
    """Both side by side: what they say, their bounds, the members' values; the versions."""

    template_name = "improvement/localised_detail.html"
    permission_required = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        localised = self.localised
        members = rows.members_page(
            localised, self.person, self.request.GET.get("side"), owner=self.owner_is_known
        )
        led = [each for each in networks_led_by(self.person) if each.closed_at is None]
        newest = localised.adoptions.filter(version=localised.version)
        served = {self.network.pk, *newest.values_list("network", flat=True)}
        is_open = self.network.closed_at is None
        revision = queries.revision_of(localised) if self.may_lead and is_open else None
        return context | {
            "name": localised.indicator.local_name,
            "sides": rows.sides(localised),
            "members": members,
            "versions": rows.versions(localised),
            "users": rows.users(localised, self.person),
            "revision": revision,
            "may_change": self.may_lead and is_open,
            "may_adopt": any(each.pk not in served for each in led),
            "decision": localised.decision,
        }


class LocalisedVersion(LocalisedPage, ActionPage):
    """Make the next version; ``?seen=`` says as of when a revised parent was considered."""

    template_name = "improvement/localised_form.html"
    form_class = VersionForm
    title = gettext_lazy("Make a new version")
    lead = gettext_lazy(
        "The former version stays in the history. Networks that use the indicator see that "
        "there is a newer one."
    )
    button = gettext_lazy("Publish the version")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"decisions": _decisions_of(self.network)}

    def get_initial(self) -> dict[str, Any]:
        localised, child = self.localised, self.localised.indicator
        texts = {name: getattr(child, name) for name in rows.TEXTS}
        grounds = {
            "adapted": localised.adapted,
            "reason": localised.reason,
            "decided_by": localised.decided_by,
            "decision": localised.decision_id,
            "seen_version": localised.version,
        }
        if self.revision is not None and "revidert" in self.request.GET:
            grounds["parent_seen_at"] = rows.exact(self.revision.at)
        return texts | grounds

    @cached_property
    def revision(self) -> queries.Revision | None:
        return queries.revision_of(self.localised)

    def act(self, form: Form) -> None:
        assert isinstance(form, VersionForm)  # noqa: S101 -- form_class says so
        actions.revise(
            localised=self.localised,
            details=form.details,
            change=form.cleaned_data["change"],
            seen_version=form.cleaned_data["seen_version"],
            parent_seen_at=form.cleaned_data["parent_seen_at"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The new version is published."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_asked = self.revision is not None and "revidert" in self.request.GET
        return context | {
            "parent": rows.side(self.localised.parent, None),
            "revision": self.revision if is_asked else None,
        }


class LocalisedConsider(LocalisedPage, ActionPage):
    """The parent was revised: keep the own indicator as it is, or adapt it."""

    template_name = "improvement/localised_consider.html"
    form_class = KeepForm
    title = gettext_lazy("The common indicator was revised")
    button = gettext_lazy("Keep ours as it is")

    @cached_property
    def revision(self) -> queries.Revision | None:
        return queries.revision_of(self.localised)

    def get_template_names(self) -> list[str]:
        if fragments.is_fragment(self.request):
            return ["improvement/parts/localised_consider.html"]
        return ["improvement/localised_consider.html"]

    def get_initial(self) -> dict[str, Any]:
        revision = self.revision
        return {} if revision is None else {"parent_seen_at": rows.exact(revision.at)}

    def act(self, form: Form) -> None:
        actions.keep_as_is(
            localised=self.localised,
            parent_seen_at=form.cleaned_data["parent_seen_at"],
            comment=form.cleaned_data["comment"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("Noted: your indicator stays as it is."))

    def get_success_url(self) -> str:
        return self.next_address(address_of(self.localised))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "revision": self.revision,
            "name": self.localised.indicator.local_name,
            "own": rows.parts(self.localised.indicator),
            "back": address_of(self.localised),
            "adapt": reverse("improvement:localised-change", kwargs={"pk": self.localised.pk})
            + "?revidert=1",
        }


def address_of(localised: LocalisedIndicator) -> str:
    return reverse("improvement:localised-detail", kwargs={"pk": localised.pk})


def list_address(network: Network) -> str:
    return reverse("improvement:localised", kwargs={"slug": network.slug})
