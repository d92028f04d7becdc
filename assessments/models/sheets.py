"""Sheets: what one side answers at one moment, and every version of it that was sent."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.enums import (
    DECIDED_STATES,
    AssessmentState,
    Moment,
    Part,
    SheetState,
    Side,
)
from assessments.models.cases import Assessment, AssessmentPerson, open_to_all
from assessments.models.scope import (
    deciding_regions,
    followed_regions,
    handled_regions,
    steered_municipalities,
    worked_municipalities,
)

# When assessors write theirs of a moment: who owes one then reads nobody else's, also as away.
_BEING_ASSESSED = (
    Q(
        moment=Moment.APPLICATION,
        assessment__state__in=(AssessmentState.OFFICER, AssessmentState.COMPLETION),
    )
    | Q(moment=Moment.HALFWAY, assessment__state=AssessmentState.HALFWAY)
    | Q(moment=Moment.END, assessment__state=AssessmentState.END)
)


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Reads of sheets; every page starts from ``visible_to``."""

    def visible_to(self, person: User | AnonymousUser) -> Self:
        """Sheets that the person may read of the cases it may read.

        Drafts are read by those who write them alone. In a blind programme nobody reads what an
        assessor has sent until all of them have; whoever is marked as away is not waited for,
        and reads the others' when its own is in, or none is written any more. The applicant,
        and who only follows the region, read the common sheet when the case is decided, never
        one assessor's.
        """
        if person.is_superuser:
            return self
        if not isinstance(person, User):
            return self.none()
        sent = Q(state=SheetState.SENT)
        applicants = of_applicant(person)
        # Whoever works where the case comes from judges it not, and reads no judgement of it.
        own = applicants | Q(
            assessment__applicant_municipality__in=worked_municipalities(person)
        )
        writers = Q(assessment__programme__region__in=handled_regions(person)) | Q(
            assessment__in=_parts(person, Part.ASSESSOR)
        )
        judges = writers | Q(
            assessment__in=_parts(person, Part.DECIDER),
            assessment__programme__region__in=deciding_regions(person),
        )
        decided = Q(assessment__state__in=DECIDED_STATES)
        public = Q(
            assessment__in=Assessment.objects.filter(
                open_to_all(), programme__region__in=followed_regions(person)
            )
        )
        return self.alias(
            waited_for=Exists(_assessors_without_sheet().filter(is_away=False)),
            owes=Exists(_assessors_without_sheet().filter(person=person)),
        ).filter(
            Q(assessor=person)
            | applicants & Q(side=Side.APPLICANT)
            | applicants & Q(side=Side.COMMON) & sent & decided
            | judges & Q(side=Side.APPLICANT) & sent
            | judges & Q(side=Side.COMMON) & sent & ~own
            | writers & Q(side=Side.COMMON) & ~own
            | judges & Q(side=Side.ASSESSOR) & sent & ~own & _not_hidden()
            | public & sent & Q(side__in=(Side.APPLICANT, Side.COMMON))
        )


def of_applicant(person: User) -> Q:
    """Sheets of cases in which the person stands on the applicant's side."""
    return Q(assessment__in=_parts(person, Part.APPLICANT)) | Q(
        assessment__applicant_municipality__in=steered_municipalities(person)
    )


def _parts(person: User, *parts: Part) -> models.QuerySet[AssessmentPerson, int]:
    own = AssessmentPerson.objects.filter(person=person, part__in=parts)
    return own.values_list("assessment", flat=True)


def _assessors_without_sheet() -> models.QuerySet[AssessmentPerson]:
    """Assessors of the case who have not sent theirs at the sheet's moment."""
    sent = Sheet.objects.filter(
        assessment=OuterRef("assessment"),
        moment=OuterRef(OuterRef("moment")),
        assessor=OuterRef("person"),
        state=SheetState.SENT,
    )
    return AssessmentPerson.objects.filter(
        ~Exists(sent),
        assessment=OuterRef("assessment"),
        part=Part.ASSESSOR,
    )


def _not_hidden() -> Q:
    open_to_others = Q(waited_for=False) & ~(Q(owes=True) & _BEING_ASSESSED)
    return Q(assessment__programme__is_blind=False) | open_to_others


class Sheet(models.Model):
    """The answers of one side at one moment.

    ``content`` has the shape that ``assessments.calculations.sheets`` describes and checks.
    ``version`` is raised at every save, so that two windows do not overwrite each other.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sheets")
    side = models.CharField(_("side"), max_length=9, choices=Side)
    moment = models.CharField(_("moment"), max_length=11, choices=Moment)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assessor"),
    )
    state = models.CharField(
        _("state"), max_length=5, choices=SheetState, default=SheetState.DRAFT
    )
    content = models.JSONField(_("content"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    saved_at = models.DateTimeField(_("saved"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "side", "moment"],
                condition=~Q(side=Side.ASSESSOR),
                name="assessments_sheet_one_of_side",
            ),
            models.UniqueConstraint(
                fields=["assessment", "moment", "assessor"],
                condition=Q(assessor__isnull=False),
                name="assessments_sheet_one_of_assessor",
            ),
            models.CheckConstraint(
                condition=Q(side=Side.ASSESSOR) | Q(assessor__isnull=True),
                name="assessments_sheet_assessor",
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT) | Q(sent_at__isnull=False),
                name="assessments_sheet_sent_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.get_side_display()} · {self.get_moment_display()}"


class SheetVersion(models.Model):
    """What a sheet said when it was sent; only added to."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("version of a sheet")
        verbose_name_plural = _("versions of sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"], name="assessments_sheetversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"
