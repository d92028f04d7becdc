"""Themes of later gatherings: proposals, a vote by rules fixed beforehand, the result."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.dates import has_passed
from common.models import TimeStampedModel
from gatherings.enums import (
    BallotKind,
    Electorate,
    PollState,
    SeriesState,
    TieRule,
    VoteMethod,
)
from gatherings.models.gatherings import Gathering
from gatherings.models.registrations import Registration
from gatherings.models.series import Series
from networks.models import Municipality


class ThemePoll(TimeStampedModel):
    """A vote on what later gatherings are about. Its rules are fixed when it opens."""

    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="polls", verbose_name=_("series")
    )
    held_at = models.ForeignKey(
        Gathering,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="polls_held",
        verbose_name=_("held at"),
    )
    question = models.CharField(_("question"), max_length=300)
    state = models.CharField(
        _("state"), max_length=9, choices=PollState, default=PollState.PROPOSALS
    )
    electorate = models.CharField(
        _("who may vote"), max_length=12, choices=Electorate, default=Electorate.PERSON
    )
    present_only = models.BooleanField(
        _("only those noted as present"),
        default=False,
        help_text=_("At the gathering where the vote is held."),
    )
    method = models.CharField(
        _("how one votes"), max_length=7, choices=VoteMethod, default=VoteMethod.SEVERAL
    )
    choices_max = models.PositiveSmallIntegerField(_("votes for each"), default=3)
    ballot_kind = models.CharField(
        _("secret or open"), max_length=6, choices=BallotKind, default=BallotKind.SECRET
    )
    tie_rule = models.CharField(
        _("when votes are equal"), max_length=8, choices=TieRule, default=TieRule.EARLIEST
    )
    proposals_until = models.DateTimeField(_("proposals until"), null=True, blank=True)
    opens_at = models.DateTimeField(_("voting opens"))
    closes_at = models.DateTimeField(
        _("voting closes"), help_text=_("The last moment; a vote then still counts.")
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    counted_at = models.DateTimeField(_("counted"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(
        _("why it is cancelled"), max_length=300, blank=True, default="", editable=False
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("vote on themes")
        verbose_name_plural = _("votes on themes")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="gatherings_poll_closes_after_opening",
                violation_error_message=_("Voting must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(choices_max__gte=1), name="gatherings_poll_has_a_vote"
            ),
            models.CheckConstraint(
                condition=Q(present_only=False) | Q(held_at__isnull=False),
                name="gatherings_poll_present_where",
                violation_error_message=_("Choose the gathering where the vote is held."),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_live(self) -> bool:
        """Whether it is neither counted nor cancelled; what the clock says comes on top."""
        series = self.series
        is_over = series.state == SeriesState.CANCELLED or series.network.closed_at is not None
        return not is_over and self.state in (PollState.PROPOSALS, PollState.OPEN)

    def has_opened_at(self, at: datetime) -> bool:
        """Whether its rules and proposals are fixed."""
        return at >= self.opens_at

    def has_closed_at(self, at: datetime) -> bool:
        """Whether the last moment has passed; the last second counts whole."""
        return has_passed(self.closes_at, at=at)

    def takes_votes_at(self, at: datetime) -> bool:
        return self.is_live and self.has_opened_at(at) and not self.has_closed_at(at)

    def takes_proposals_at(self, at: datetime) -> bool:
        """Whether participants can propose; the hosts can until it opens."""
        until = self.proposals_until
        in_time = until is None or not has_passed(until, at=at)
        return self.is_live and in_time and not self.has_opened_at(at)

    @property
    def votes_each(self) -> int:
        """How many themes a ballot may name."""
        return 1 if self.method == VoteMethod.ONE else self.choices_max


class PollSeat(models.Model):
    """One gathering whose theme the vote decides; the winner goes to place 1, and so on."""

    poll = models.ForeignKey(ThemePoll, on_delete=models.CASCADE, related_name="decides")
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="decided")
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "gathering"], name="gatherings_poll_gathering_once"
            ),
            models.UniqueConstraint(fields=["poll", "place"], name="gatherings_poll_place"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.gathering}"


class ThemeProposal(TimeStampedModel):
    """A theme that somebody proposes. A merged one stays, and points to what it became."""

    poll = models.ForeignKey(ThemePoll, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(_("theme"), max_length=200)
    text = models.TextField(_("why"), blank=True, default="")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"))
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    merge_reason = models.CharField(
        _("why it was merged"), max_length=300, blank=True, default=""
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("proposed theme")
        verbose_name_plural = _("proposed themes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="gatherings_proposal_has_title"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="gatherings_proposal_not_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merge_reason=""),
                name="gatherings_merge_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """Whether it can be voted for."""
        return self.merged_into_id is None and self.withdrawn_at is None


class Voter(models.Model):
    """That somebody has voted. In a secret vote nothing leads from here to the ballot."""

    poll = models.ForeignKey(ThemePoll, on_delete=models.PROTECT, related_name="voters")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(
        Registration,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who voted; for the municipality where that is the rule."),
    )
    for_municipality = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "registration"],
                condition=Q(for_municipality=False),
                name="gatherings_one_ballot_a_person",
            ),
            models.UniqueConstraint(
                fields=["poll", "municipality"],
                condition=Q(for_municipality=True),
                name="gatherings_one_ballot_a_municipality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll} · {self.registration}"


class Ballot(models.Model):
    """What was voted: keys of proposals, the best liked first.

    Its key is random and it carries no time: the order of secret ballots tells nothing.
    ``voter`` is set in an open vote, where the ballot may be changed until the end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(ThemePoll, on_delete=models.PROTECT, related_name="ballots")
    voter = models.OneToOneField(
        Voter, on_delete=models.PROTECT, null=True, blank=True, related_name="ballot"
    )
    choices = models.JSONField(_("choices"), default=list)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")

    def __str__(self) -> str:
        return str(self.pk)


class PollResult(models.Model):
    """The count of a closed vote; counting the ballots again gives the same."""

    poll = models.OneToOneField(ThemePoll, on_delete=models.PROTECT, related_name="result")
    ballots = models.PositiveIntegerField(_("ballots"))
    entitled = models.PositiveIntegerField(_("had the right to vote"))
    tally = models.JSONField(
        _("count"), default=list, help_text=_("One row per proposal: key, points, place.")
    )
    tie_note = models.CharField(
        _("how a tie was broken"), max_length=300, blank=True, default=""
    )
    lot_seed = models.CharField(_("number drawn"), max_length=64, blank=True, default="")
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("result of a vote")
        verbose_name_plural = _("results of votes")

    def __str__(self) -> str:
        return str(self.poll)


class ThemeChange(models.Model):
    """One theme of a gathering that was written or changed, why and by whom; only added to."""

    gathering = models.ForeignKey(
        Gathering, on_delete=models.PROTECT, related_name="theme_changes"
    )
    poll = models.ForeignKey(
        ThemePoll, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposal = models.ForeignKey(
        ThemeProposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    before = models.CharField(_("before"), max_length=300, blank=True, default="")
    after = models.CharField(_("after"), max_length=300, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change of a theme")
        verbose_name_plural = _("changes of themes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="gatherings_theme_change_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gathering}: {self.after}"
