"""The administration of gatherings; seats and their log are read only."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import ReadOnlyAdmin
from gatherings.actions.gatherings import IN_CALENDARS
from gatherings.models import (
    AgendaItem,
    Case,
    CaseAdvice,
    CaseReturn,
    Erasure,
    FeedbackForm,
    Gathering,
    Homework,
    HostPerson,
    Material,
    PollResult,
    Registration,
    RegistrationEvent,
    SeatCount,
    SentReminder,
    Series,
    SeriesHost,
    Speaker,
    Talk,
    ThemeChange,
    ThemePoll,
    ThemeProposal,
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
    # Actions alone write these: seats are counted under a lock, and cancelling sends mails.
    readonly_fields = (
        "seats_per_municipality",
        "seats_total",
        "seats_extra",
        "seats_taken",
        "state",
        "cancel_reason",
    )
    ordering = ("-pk",)
    inlines = (SeriesHostInline, HostPersonInline)
    show_full_result_count = False


@admin.register(Gathering)
class GatheringAdmin(SimpleHistoryAdmin):
    """What calendars, seats and votes go by is read here, and changed on its page."""

    list_display = ("__str__", "series", "number", "kind", "state", "day", "sequence")
    list_filter = ("state", "kind")
    list_select_related = ("series",)
    search_fields = ("title", "series__name")
    raw_id_fields = ("series",)
    readonly_fields = (
        "number",
        *IN_CALENDARS,
        "theme",
        "theme_reason",
        "state",
        "cancel_reason",
        "sequence",
    )
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


@admin.register(Talk)
class TalkAdmin(ReadOnlyAdmin):
    """Guidance talks; the notes of their two sides are read by those sides alone."""

    list_display = ("starts_at", "series", "guide", "municipality", "done_at", "cancelled_at")
    list_select_related = ("series", "guide", "municipality")
    search_fields = ("series__name", "municipality__name", "guide__email")
    ordering = ("-starts_at", "-pk")


@admin.register(Material)
class MaterialAdmin(ReadOnlyAdmin):
    list_display = ("title", "series", "gathering", "access")
    list_filter = ("access",)
    list_select_related = ("series", "gathering__series")
    search_fields = ("title", "series__name")
    ordering = ("-series", "position", "-pk")


@admin.register(FeedbackForm)
class FeedbackFormAdmin(ReadOnlyAdmin):
    """Evaluation forms; what was answered is not looked at one by one."""

    list_display = ("gathering", "opens_at", "closes_at")
    list_select_related = ("gathering__series",)
    search_fields = ("gathering__series__name",)
    ordering = ("-closes_at", "-pk")


@admin.register(SentReminder)
class SentReminderAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "gathering", "registration")
    list_filter = ("kind",)
    list_select_related = ("gathering__series", "registration")
    search_fields = ("gathering__series__name",)
    ordering = ("-at", "-pk")


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ("at", "series", "kind", "count")
    list_filter = ("kind",)
    list_select_related = ("series",)
    search_fields = ("series__name",)
    ordering = ("-at", "-pk")


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """Changed on its page, under a lock, together with slot and figures."""

    list_display = ("title", "municipality", "series", "state", "presented_at", "measure")
    list_filter = ("state",)
    list_select_related = ("municipality", "series", "measure")
    search_fields = ("title", "municipality__name", "series__name")
    ordering = ("-pk",)


@admin.register(CaseAdvice)
class CaseAdviceAdmin(ReadOnlyAdmin):
    list_display = ("at", "case", "municipality", "group", "withdrawn_at")
    list_select_related = ("case", "municipality")
    search_fields = ("case__title", "text")
    ordering = ("-at", "-pk")


# Voters and ballots are not here: whoever could watch both come in would know who voted what.
@admin.register(ThemePoll)
class ThemePollAdmin(ReadOnlyAdmin):
    list_display = ("question", "series", "state", "ballot_kind", "opens_at", "closes_at")
    list_filter = ("state",)
    list_select_related = ("series",)
    search_fields = ("question", "series__name")
    ordering = ("-opens_at", "-pk")


@admin.register(ThemeProposal)
class ThemeProposalAdmin(ReadOnlyAdmin):
    list_display = ("title", "poll", "municipality", "proposed_at", "merged_into")
    list_select_related = ("poll", "municipality", "merged_into")
    search_fields = ("title", "poll__question", "municipality__name")
    ordering = ("-proposed_at", "-pk")


@admin.register(PollResult)
class PollResultAdmin(ReadOnlyAdmin):
    list_display = ("poll", "ballots", "entitled", "counted_by", "counted_at")
    list_select_related = ("poll", "counted_by")
    search_fields = ("poll__question",)
    ordering = ("-counted_at", "-pk")


@admin.register(ThemeChange)
class ThemeChangeAdmin(ReadOnlyAdmin):
    list_display = ("at", "gathering", "after", "reason", "by")
    list_select_related = ("gathering__series", "by")
    search_fields = ("gathering__series__name", "after", "reason")
    ordering = ("-at", "-pk")


@admin.register(Homework)
class HomeworkAdmin(ReadOnlyAdmin):
    list_display = ("text", "case", "due_on", "done_at")
    list_select_related = ("case",)
    search_fields = ("text", "case__title")
    ordering = ("-due_on", "-pk")


@admin.register(CaseReturn)
class CaseReturnAdmin(ReadOnlyAdmin):
    list_display = ("at", "case", "gathering", "evaluation")
    list_select_related = ("case", "gathering__series", "evaluation")
    search_fields = ("case__title", "text")
    ordering = ("-at", "-pk")
