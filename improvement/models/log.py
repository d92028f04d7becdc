"""The status log: published entries that nobody changes, and drafts."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.enums import MeasureState
from improvement.models.measures import Measure
from improvement.models.scope import readable_municipalities
from networks.models import Municipality


class StatusEntryQuerySet(models.QuerySet["StatusEntry"]):
    """Reads of the log; it has no update and no delete."""

    def visible_to(self, person: Any) -> "StatusEntryQuerySet":
        """Entries of measures that ``person`` may read."""
        return self.filter(measure__municipality__in=readable_municipalities(person))

    def update(self, **_changes: Any) -> NoReturn:
        """Refuse: a correction is a new entry.

        Raises:
            TypeError: Always.
        """
        raise TypeError(_APPEND_ONLY)

    def delete(self) -> NoReturn:
        """Refuse: a correction is a new entry.

        Raises:
            TypeError: Always.
        """
        raise TypeError(_APPEND_ONLY)


_APPEND_ONLY = "The status log is append-only; a correction is a new entry."


class StatusEntry(models.Model):
    """One dated, signed row of a measure's log. Never edited; a correction is a new entry.

    A trigger of the database refuses changes of an entry; only the person may be
    forgotten (``by`` becomes empty when an account is erased).
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="entries")
    submission = models.UUIDField(
        unique=True, help_text=_("The same form sent twice is one entry.")
    )
    state = models.CharField(_("state"), max_length=11, choices=MeasureState)
    former_state = models.CharField(
        _("former state"), max_length=11, choices=MeasureState, blank=True, default=""
    )
    text = models.CharField(_("what has happened"), max_length=500, blank=True, default="")
    language = models.CharField(_("language of the texts"), max_length=7, default="nb")
    share_done = models.PositiveSmallIntegerField(
        _("share done, percent"), null=True, blank=True
    )
    former_share = models.PositiveSmallIntegerField(null=True, blank=True)
    new_end_on = models.DateField(_("new end"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True, default="")
    reason = models.CharField(
        _("why not as the tasks say"), max_length=300, blank=True, default=""
    )
    is_unchanged = models.BooleanField(_("no change"), default=False)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="status_entries",
        verbose_name=_("by"),
    )
    on_behalf_of = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    at = models.DateTimeField(_("published"))

    objects = StatusEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("status entry")
        verbose_name_plural = _("status entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_unchanged=True) | ~Q(text=""),
                name="improvement_entry_says_something",
            ),
            models.CheckConstraint(
                condition=Q(share_done__isnull=True) | Q(share_done__lte=100),
                name="improvement_entry_share_0_to_100",
            ),
        ]
        indexes = [
            models.Index(fields=["measure", "-at", "-id"], name="improvement_entry_newest"),
            models.Index(fields=["-at"], name="improvement_entry_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.get_state_display()}"


class StatusDraft(models.Model):
    """What a person has typed and not published: the fields as they stand in the form."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="status_drafts"
    )
    fields = models.JSONField(_("fields"), default=dict)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "person"], name="improvement_draft_one_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.person}"
