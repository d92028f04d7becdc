"""The administration of needs; what belongs to the log is read only."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import ReadOnlyAdmin
from procurement.models import Category, DialogueEntry, Need, NeedPoint, StageStep


class NeedPointInline(admin.TabularInline):
    model = NeedPoint
    extra = 0


@admin.register(Need)
class NeedAdmin(SimpleHistoryAdmin):
    """Stage and state move only by the actions, which write the log."""

    list_display = ("title", "municipality", "state", "stage", "solutions_until")
    list_filter = ("state", "stage", "category")
    list_select_related = ("municipality",)
    search_fields = ("title", "slug", "municipality__name")
    raw_id_fields = (
        "municipality",
        "network",
        "contact",
        "created_by",
        "on_behalf_of",
        "from_indicator",
        "from_measure",
        "targets",
    )
    readonly_fields = ("state", "stage", "published_at", "competition_url", "competition_on")
    ordering = ("-pk",)
    inlines = (NeedPointInline,)
    show_full_result_count = False


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("code", "name_nb", "name_sv", "cpv", "position")
    search_fields = ("code", "name_nb", "name_sv", "name_en", "cpv")
    ordering = ("position", "pk")


@admin.register(StageStep)
class StageStepAdmin(ReadOnlyAdmin):
    list_display = ("need", "stage", "on", "is_planned", "reason", "by", "at")
    list_filter = ("stage", "is_planned")
    list_select_related = ("need", "by")
    search_fields = ("need__title",)
    ordering = ("-at", "-pk")


@admin.register(DialogueEntry)
class DialogueEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "need", "supplier", "municipality", "told", "by")
    list_filter = ("kind",)
    list_select_related = ("need", "supplier", "municipality", "by")
    search_fields = ("need__title", "text")
    ordering = ("-at", "-pk")
