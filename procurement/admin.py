"""The administration of procurement: read only.

Whatever is changed by hand would pass by the log, the mails and the versions that all
suppliers rely on; the pages have an action for it. Categories alone are edited here.
"""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import ReadOnlyAdmin
from procurement.models import (
    Benefit,
    BuyerNote,
    Category,
    Conference,
    ConferenceSeat,
    DialogueEntry,
    Need,
    Pool,
    PoolMember,
    Question,
    Reference,
    Slot,
    Solution,
    SolutionVersion,
    StageStep,
    Supplier,
    SupplierInvitation,
    SupplierPerson,
)


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("code", "name_nb", "name_sv", "cpv", "position")
    search_fields = ("code", "name_nb", "name_sv", "name_en", "cpv")
    ordering = ("position", "pk")


@admin.register(Need)
class NeedAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("title", "municipality", "state", "stage", "solutions_until")
    list_filter = ("state", "stage", "category")
    list_select_related = ("municipality",)
    search_fields = ("title", "slug", "municipality__name")
    ordering = ("-pk",)
    show_full_result_count = False


@admin.register(StageStep)
class StageStepAdmin(ReadOnlyAdmin):
    list_display = ("need", "stage", "on", "is_planned", "reason", "by", "at")
    list_filter = ("stage", "is_planned")
    list_select_related = ("need", "by")
    search_fields = ("need__title",)
    ordering = ("-at", "-pk")


@admin.register(Pool)
class PoolAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("need", "join_until", "minimum", "minimum_by")
    list_select_related = ("need",)
    search_fields = ("need__title",)
    ordering = ("-pk",)


@admin.register(PoolMember)
class PoolMemberAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("pool", "municipality", "answer", "volume", "answered_by", "answered_at")
    list_filter = ("answer",)
    list_select_related = ("pool__need", "municipality", "answered_by")
    search_fields = ("pool__need__title", "municipality__name")
    ordering = ("-pk",)


@admin.register(Supplier)
class SupplierAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("name", "country", "organisation_number", "state", "state_reason")
    list_filter = ("state", "country")
    list_select_related = ("country",)
    search_fields = ("name", "organisation_number")
    ordering = ("-pk",)


@admin.register(SupplierPerson)
class SupplierPersonAdmin(ReadOnlyAdmin):
    list_display = ("supplier", "person", "is_owner", "added_at")
    list_select_related = ("supplier", "person")
    search_fields = ("supplier__name", "person__email")
    ordering = ("-added_at", "-pk")


@admin.register(SupplierInvitation)
class SupplierInvitationAdmin(ReadOnlyAdmin):
    list_display = ("supplier", "email", "invited_at", "expires_at", "accepted_at")
    list_select_related = ("supplier",)
    search_fields = ("supplier__name", "email")
    ordering = ("-invited_at", "-pk")


@admin.register(Solution)
class SolutionAdmin(ReadOnlyAdmin):
    """Without the part that is for the buyers alone."""

    list_display = ("title", "supplier", "need", "state", "version", "verdict", "sent_at")
    list_filter = ("state", "verdict")
    list_select_related = ("supplier", "need")
    search_fields = ("title", "supplier__name", "need__title")
    ordering = ("-pk",)
    show_full_result_count = False


@admin.register(SolutionVersion)
class SolutionVersionAdmin(ReadOnlyAdmin):
    list_display = ("solution", "number", "by", "at")
    list_select_related = ("solution", "by")
    search_fields = ("solution__title",)
    ordering = ("-at", "-pk")


@admin.register(Reference)
class ReferenceAdmin(ReadOnlyAdmin):
    list_display = ("solution", "municipality", "confirmed_at", "refused_at", "is_dropped")
    list_select_related = ("solution", "municipality")
    search_fields = ("solution__title", "municipality__name")
    ordering = ("-pk",)


@admin.register(BuyerNote)
class BuyerNoteAdmin(ReadOnlyAdmin):
    """That there is a note; its words are for the buyers."""

    list_display = ("solution", "municipality", "is_shortlisted", "by", "at")
    list_select_related = ("solution", "municipality", "by")
    exclude = ("text",)
    ordering = ("-at", "-pk")


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """Without who has asked: that is shown to nobody."""

    list_display = ("need", "text", "asked_at", "answered_at", "hidden_at")
    list_select_related = ("need",)
    search_fields = ("need__title", "text")
    exclude = ("supplier",)
    ordering = ("-asked_at", "-pk")


@admin.register(Conference)
class ConferenceAdmin(ReadOnlyAdmin):
    list_display = ("need", "gathering", "supplier_seats")
    list_select_related = ("need", "gathering__series")
    ordering = ("-pk",)


@admin.register(ConferenceSeat)
class ConferenceSeatAdmin(ReadOnlyAdmin):
    list_display = ("conference", "supplier", "people", "taken_at")
    list_select_related = ("conference__need", "conference__gathering__series", "supplier")
    ordering = ("-taken_at", "-pk")


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin):
    list_display = ("need", "starts_at", "ends_at", "supplier", "booked_at")
    list_select_related = ("need", "supplier")
    ordering = ("-starts_at", "-pk")


@admin.register(DialogueEntry)
class DialogueEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "need", "supplier", "municipality", "told", "by")
    list_filter = ("kind",)
    list_select_related = ("need", "supplier", "municipality", "by")
    search_fields = ("need__title", "text")
    ordering = ("-at", "-pk")


@admin.register(Benefit)
class BenefitAdmin(ReadOnlyAdmin):
    list_display = ("need", "kind", "year", "value", "unit", "reported_by", "by")
    list_filter = ("kind",)
    list_select_related = ("need", "by")
    search_fields = ("need__title", "reported_by")
    ordering = ("-pk",)
