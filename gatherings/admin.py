"""The administration of gatherings; seats and their log are read only."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import ReadOnlyAdmin
from gatherings.models import (
    AgendaItem,
    Gathering,
    HostPerson,
    Registration,
    RegistrationEvent,
    SeatCount,
    Series,
    SeriesHost,
    Speaker,
)


class SeriesHostInline(admin.TabularInline):
    model = SeriesHost
    extra = 0
    raw_id_fields = ("region",)


class HostPersonInline(admin.TabularInline):
    model = HostPerson
    extra = 0
    raw_id_fields = ("person", "added_by")


@admin.register(Series)
class SeriesAdmin(SimpleHistoryAdmin):
    list_display = ("name", "network", "state", "closes_at", "seats_taken", "seats_total")
    list_filter = ("state", "language")
    list_select_related = ("network",)
    search_fields = ("name", "slug", "network__name")
    raw_id_fields = ("network", "topics")
    # Written under a lock, together with the registrations.
    readonly_fields = (
        "seats_per_municipality",
        "seats_total",
        "seats_extra",
        "seats_taken",
        "cancel_reason",
    )
    ordering = ("-pk",)
    inlines = (SeriesHostInline, HostPersonInline)
    show_full_result_count = False


@admin.register(Gathering)
class GatheringAdmin(SimpleHistoryAdmin):
    """Read here; changed on its page, which raises what calendars go by."""

    list_display = ("__str__", "series", "number", "kind", "state", "day", "sequence")
    list_filter = ("state", "kind")
    list_select_related = ("series",)
    search_fields = ("title", "series__name")
    raw_id_fields = ("series",)
    readonly_fields = ("day", "starts_at", "ends_at", "state", "cancel_reason", "sequence")
    ordering = ("-pk",)
    show_full_result_count = False


@admin.register(Speaker)
class SpeakerAdmin(SimpleHistoryAdmin):
    list_display = ("name", "organisation", "series")
    list_select_related = ("series",)
    search_fields = ("name", "organisation", "series__name")
    raw_id_fields = ("series",)
    ordering = ("name", "pk")


@admin.register(AgendaItem)
class AgendaItemAdmin(SimpleHistoryAdmin):
    list_display = ("title", "gathering", "kind", "starts", "ends")
    list_filter = ("kind",)
    list_select_related = ("gathering__series",)
    search_fields = ("title", "gathering__series__name")
    raw_id_fields = ("gathering", "speakers")
    ordering = ("-gathering", "position")


@admin.register(SeatCount)
class SeatCountAdmin(ReadOnlyAdmin):
    list_display = ("series", "municipality", "taken", "limit", "extra")
    list_select_related = ("series", "municipality")
    search_fields = ("series__name", "municipality__name")
    ordering = ("-series", "municipality__name")


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    """Seats; each moves only by the actions, which keep the counts."""

    list_display = ("name", "municipality", "series", "state", "queued_at")
    list_filter = ("state",)
    list_select_related = ("municipality", "series")
    search_fields = ("name", "email", "series__name", "municipality__name")
    ordering = ("-pk",)


@admin.register(RegistrationEvent)
class RegistrationEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "registration", "gathering", "by", "reason")
    list_filter = ("kind",)
    list_select_related = ("registration", "gathering__series", "by")
    search_fields = ("registration__name", "registration__series__name", "reason")
    ordering = ("-at", "-pk")
