"""Characteristics to read: the work on a version, what is published, a profile."""

from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from knowledge.actions.publishing import digest_of
from knowledge.enums import Consent, EditionState
from knowledge.models import Edition, Publication
from knowledge.queries import editions as queries
from knowledge.views import trait_rows as rows
from knowledge.views.pages import OpenNetworkPage
from networks.models import Municipality


@method_decorator(login_not_required, name="dispatch")
class Traits(OpenNetworkPage, TemplateView):
    """What is published, and, for the network's people, what is being worked on."""

    template_name = "knowledge/traits.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = queries.going_on(self.network) if self.is_at_work else None
        context = super().get_context_data(
            publications=queries.publications_of(self.network),
            may_start=self.may_lead and edition is None and self.network.closed_at is None,
            is_at_work=self.is_at_work,
            **kwargs,
        )
        if edition is not None:
            context |= self._work(edition)
        context["crumbs"].append((_("Characteristics"), self.request.path))
        return context

    def _work(self, edition: Edition) -> dict[str, Any]:
        at = timezone.now().replace(microsecond=0)
        read = queries.read_edition(edition)
        places = queries.own_places(self.network, self.request.user)
        mine = {place.pk for place in places}
        may_lead = self.may_lead and self.network.closed_at is None
        state = EditionState(edition.state)
        until = {
            EditionState.PROPOSING: edition.proposals_until,
            EditionState.ANSWERING: edition.answers_until,
        }.get(state)
        is_open = until is not None and at <= until
        slug = {"slug": self.network.slug}
        steers = {
            place.pk
            for place in places
            if self.request.user.has_perm("improvement.steer", place)
        }
        return {
            "edition": edition,
            "steps": rows.steps(edition),
            "is_proposing": state == EditionState.PROPOSING,
            "is_merging": state == EditionState.MERGING,
            "is_answering": state == EditionState.ANSWERING,
            "is_open": is_open,
            "leads": may_lead,
            "may_propose": [
                (
                    str(place),
                    reverse("knowledge:trait-propose", kwargs={**slug, **place.address_keys}),
                )
                for place in places
                if state == EditionState.PROPOSING and is_open
            ],
            "proposals": rows.proposal_rows(read, edition, mine=mine, may_lead=may_lead),
            "traits": read.traits,
            "answers": rows.answer_rows(read, edition, mine=steers if is_open else set())
            if state == EditionState.ANSWERING
            else [],
            "answered": rows.answered_words(read),
            "entries": rows.entry_rows(read, edition),
            "may_publish": may_lead
            and state == EditionState.ANSWERING
            and (not is_open or len(read.answers) >= len(read.members)),
            "events": rows.event_rows(read.events, edition),
        }


@method_decorator(login_not_required, name="dispatch")
class PublicationPage(OpenNetworkPage, TemplateView):
    """One published version, as it was frozen."""

    template_name = "knowledge/publication.html"

    @cached_property
    def publication(self) -> Publication:
        return get_object_or_404(
            Publication.objects.select_related("edition"),
            edition__network=self.network,
            edition__number=self.kwargs["number"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        publication = self.publication
        edition = publication.edition
        edition.network = self.network
        is_intact = digest_of(publication.content) == publication.digest
        context = super().get_context_data(
            publication=publication,
            shown=rows.published(publication, is_intact=is_intact),
            objects_word=Consent.OBJECT.label,
            others=[row for row in queries.publications_of(self.network) if row != publication],
            events=rows.event_rows(queries.events_of(edition), edition)
            if self.is_at_work
            else [],
            profiles=[
                (
                    str(place),
                    reverse("knowledge:profile", kwargs=place.address_keys),
                )
                for place in queries.members_of(self.network)
            ],
            **kwargs,
        )
        address = reverse("knowledge:traits", kwargs={"slug": self.network.slug})
        context["crumbs"] += [
            (_("Characteristics"), address),
            (str(edition), self.request.path),
        ]
        return context


@method_decorator(login_not_required, name="dispatch")
class Profile(TemplateView):
    """A municipality beside the published characteristics of its networks."""

    template_name = "knowledge/profile.html"

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(
            Municipality.objects.select_related("country"),
            country=self.kwargs["country"].upper(),
            code=self.kwargs["code"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lay out the profile.

        Raises:
            Http404: No network of the municipality that the reader may know of has any.
        """
        place, person = self.municipality, self.request.user
        found = queries.newest_for(place, person)
        if not found:
            raise Http404
        parts = [
            (
                publication,
                rows.profile_lines(place, publication),
                reverse(
                    "knowledge:profile-change",
                    kwargs={**place.address_keys, "slug": publication.edition.network.slug},
                ),
            )
            for publication in found
        ]
        return super().get_context_data(
            municipality=place,
            parts=parts,
            may_write=person.has_perm("improvement.work", place),
            crumbs=[
                (str(place), place.get_absolute_url()),
                (_("Characteristics"), self.request.path),
            ],
            **kwargs,
        )
