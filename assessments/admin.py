"""The administration of assessments; what actions keep in step is read only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import ReadOnlyAdmin
from assessments.models import (
    Assessment,
    AssessmentPerson,
    AssessmentStep,
    CaseLetter,
    FundingProgramme,
    Initiative,
    InitiativeEntry,
    OwnedCompany,
    RuleSet,
    Sheet,
    SheetVersion,
    StrategyTask,
    Template,
    TemplateVersion,
    VersionEvent,
)
from networks.admin import HistoryAdmin


class OfVisibleCases(admin.ModelAdmin):
    """Rows of cases that the person may know of: being staff opens no confidential one."""

    of_case = "assessment"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visible = Assessment.objects.visible_to(request.user)
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(**{f"{self.of_case}__in": visible.values("pk")})


@admin.register(FundingProgramme)
class FundingProgrammeAdmin(SimpleHistoryAdmin):
    list_display = ("name", "region", "state", "is_blind", "group_minimum")
    list_filter = ("state",)
    list_select_related = ("region",)
    search_fields = ("name", "slug", "region__name")
    raw_id_fields = ("region", "finance_strategy")
    ordering = ("name", "pk")


@admin.register(StrategyTask)
class StrategyTaskAdmin(SimpleHistoryAdmin):
    list_display = ("text", "programme", "responsible", "due_on", "done_on")
    list_select_related = ("programme",)
    raw_id_fields = ("programme",)
    ordering = ("due_on", "pk")


@admin.register(RuleSet)
class RuleSetAdmin(ReadOnlyAdmin):
    list_display = ("programme", "number", "state", "one_met", "pass_count", "pass_level")
    list_filter = ("state",)
    list_select_related = ("programme",)
    ordering = ("programme", "-number")


@admin.register(Template)
class TemplateAdmin(ReadOnlyAdmin):
    list_display = ("name", "programme", "kind")
    list_filter = ("kind",)
    list_select_related = ("programme",)
    search_fields = ("name", "slug")
    ordering = ("name", "pk")


@admin.register(TemplateVersion)
class TemplateVersionAdmin(ReadOnlyAdmin):
    list_display = ("template", "number", "state", "rule_set", "made_at")
    list_filter = ("state",)
    list_select_related = ("template", "rule_set__programme")
    ordering = ("template", "-number")


@admin.register(VersionEvent)
class VersionEventAdmin(ReadOnlyAdmin):
    list_display = ("version", "state", "note", "by", "at")
    list_filter = ("state",)
    list_select_related = ("version__template", "by")
    ordering = ("-at", "-pk")


@admin.register(Assessment)
class AssessmentAdmin(OfVisibleCases, HistoryAdmin):
    """What the actions hold together is read only: they write the log, and know own cases."""

    of_case = "pk"

    list_display = ("title", "programme", "kind", "state", "is_test", "is_confidential")
    list_filter = ("kind", "state", "is_test", "is_confidential")
    list_select_related = ("programme",)
    search_fields = ("title", "applicant_name")
    raw_id_fields = ("places", "measure")
    readonly_fields = (
        "programme",
        "version",
        "kind",
        "is_test",
        "is_confidential",
        "applicant_municipality",
        "state",
        "due_on",
        "decision",
        "amount_granted",
        "received_at",
    )
    ordering = ("-pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AssessmentStep)
class AssessmentStepAdmin(OfVisibleCases, ReadOnlyAdmin):
    list_display = ("assessment", "state", "due_on", "by", "at")
    list_filter = ("state",)
    list_select_related = ("assessment", "by")
    ordering = ("-at", "-pk")


@admin.register(CaseLetter)
class CaseLetterAdmin(OfVisibleCases, ReadOnlyAdmin):
    list_display = ("assessment", "language", "sent_to", "by", "at")
    list_select_related = ("assessment", "by")
    ordering = ("-at", "-pk")


@admin.register(AssessmentPerson)
class AssessmentPersonAdmin(OfVisibleCases, ReadOnlyAdmin):
    list_display = ("assessment", "person", "part", "since", "is_away")
    list_filter = ("part",)
    list_select_related = ("assessment", "person")
    ordering = ("-since", "-pk")


@admin.register(Sheet)
class SheetAdmin(OfVisibleCases, ReadOnlyAdmin):
    list_display = ("assessment", "side", "moment", "assessor", "state", "saved_at")
    list_filter = ("side", "moment", "state")
    list_select_related = ("assessment", "assessor")
    ordering = ("-saved_at", "-pk")


@admin.register(SheetVersion)
class SheetVersionAdmin(OfVisibleCases, ReadOnlyAdmin):
    of_case = "sheet__assessment"
    list_display = ("sheet", "number", "by", "at")
    list_select_related = ("sheet__assessment", "by")
    ordering = ("-at", "-pk")


@admin.register(Initiative)
class InitiativeAdmin(SimpleHistoryAdmin):
    list_display = ("title", "region", "is_public")
    list_select_related = ("region",)
    search_fields = ("title",)
    raw_id_fields = ("region",)
    ordering = ("title", "pk")


@admin.register(InitiativeEntry)
class InitiativeEntryAdmin(ReadOnlyAdmin):
    list_display = ("area", "on", "text", "by", "at")
    list_select_related = ("area", "by")
    ordering = ("-on", "-pk")


@admin.register(OwnedCompany)
class OwnedCompanyAdmin(SimpleHistoryAdmin):
    list_display = ("name", "region", "share_percent")
    list_select_related = ("region",)
    search_fields = ("name", "organisation_number")
    raw_id_fields = ("region",)
    ordering = ("name", "pk")
