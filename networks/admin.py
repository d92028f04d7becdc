"""The administration of places, programmes, networks and what happens in them."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import ReadOnlyAdmin
from networks.models import (
    Country,
    County,
    CountyMembership,
    Decision,
    InvitedRole,
    MainContact,
    Membership,
    Municipality,
    MunicipalityChange,
    Network,
    Programme,
    ProgrammePartner,
    Region,
    RegionMembership,
    RoleAssignment,
    SubGroup,
    Topic,
)

PLACE_SEARCH = ("municipality__name", "municipality__name_se", "municipality__code")


class HistoryAdmin(SimpleHistoryAdmin):
    """Rows that people edit; each change is kept and shown to who may see the row."""

    show_full_result_count = False
    history_list_display = ("history_type",)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show the history of a row that the person may see; it has rows of its own."""
        self._refuse_hidden(request, object_id)
        answer: HttpResponse = super().history_view(request, object_id, extra_context)
        return answer

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self._refuse_hidden(request, object_id)
        answer: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return answer

    def _refuse_hidden(self, request: HttpRequest, object_id: str) -> None:
        """See that the person may see a row; who runs the site reads what is gone too.

        Raises:
            Http404: The person may not.
        """
        if self.get_object(request, object_id) is None and not request.user.is_superuser:
            raise Http404


class CurrentFilter(admin.SimpleListFilter):
    """Whether a dated row is in force."""

    title = _("in force")
    parameter_name = "current"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(valid_to__isnull=self.value() == "yes")


class CountyMembershipInline(admin.TabularInline):
    model = CountyMembership
    extra = 0
    autocomplete_fields = ("county",)


class RegionMembershipInline(admin.TabularInline):
    model = RegionMembership
    extra = 0
    autocomplete_fields = ("municipality",)


class ProgrammePartnerInline(admin.TabularInline):
    model = ProgrammePartner
    extra = 0


class TopicInline(admin.TabularInline):
    model = Topic
    extra = 0


class SubGroupInline(admin.TabularInline):
    model = SubGroup
    extra = 0
    prepopulated_fields = {"slug": ("name",)}


class MainContactInline(admin.TabularInline):
    """Who is main contact and who was; a mistake is put right, never deleted."""

    model = MainContact
    extra = 0
    can_delete = False
    autocomplete_fields = ("person",)
    readonly_fields = ("appointed_by",)


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "language", "time_zone")
    search_fields = ("code", "name")
    ordering = ("code",)


@admin.register(County)
class CountyAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "country", "valid_from", "valid_to")
    list_filter = ("country", CurrentFilter)
    search_fields = ("name", "name_se", "name_fkv", "code")
    ordering = ("country", "code", "valid_from")


@admin.register(Municipality)
class MunicipalityAdmin(HistoryAdmin):
    list_display = ("name", "code", "country", "group", "population", "valid_to")
    list_filter = ("country", CurrentFilter, "group", "profile")
    search_fields = ("name", "name_nb", "name_nn", "name_sv", "name_se", "name_fkv", "code")
    ordering = ("country", "code")
    inlines = (CountyMembershipInline,)


@admin.register(MunicipalityChange)
class MunicipalityChangeAdmin(admin.ModelAdmin):
    """What became of former municipalities; the next computation carries their values over."""

    list_display = ("predecessor", "successor", "on", "share", "joins_existing")
    list_filter = ("on", "joins_existing")
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__name", "predecessor__code", "successor__name",
                     "successor__code")  # fmt: skip
    autocomplete_fields = ("predecessor", "successor")
    ordering = ("-on", "successor__name", "pk")


@admin.register(Region)
class RegionAdmin(HistoryAdmin):
    list_display = ("name", "kind", "country")
    list_filter = ("kind", "country")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("name", "pk")
    inlines = (RegionMembershipInline,)


@admin.register(Programme)
class ProgrammeAdmin(HistoryAdmin):
    list_display = ("name", "starts_on", "ends_on", "members_from", "members_to", "topics_from")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("name", "pk")
    inlines = (ProgrammePartnerInline, TopicInline)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ("name", "programme")
    list_filter = ("programme",)
    list_select_related = ("programme",)
    search_fields = ("name",)
    ordering = ("programme__name", "name", "pk")


@admin.register(Network)
class NetworkAdmin(HistoryAdmin):
    list_display = ("name", "programme", "region", "is_public", "starts_on", "closed_at")
    list_filter = ("programme", "is_public", "is_comparable", "language")
    list_select_related = ("programme", "region")
    search_fields = ("name", "short_name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("programme", "region", "successor", "topics")
    ordering = ("name", "pk")
    inlines = (SubGroupInline,)


@admin.register(SubGroup)
class SubGroupAdmin(admin.ModelAdmin):
    list_display = ("name", "network", "kind")
    list_filter = ("kind",)
    list_select_related = ("network",)
    search_fields = ("name", "network__name")
    autocomplete_fields = ("network",)
    ordering = ("network__name", "name", "pk")


@admin.register(Membership)
class MembershipAdmin(HistoryAdmin):
    list_display = ("municipality", "network", "state", "apply_by", "active_from", "left_on")
    list_filter = ("state", "network")
    list_select_related = ("municipality", "network")
    search_fields = (*PLACE_SEARCH, "network__name")
    autocomplete_fields = ("network", "municipality", "group", "decision")
    date_hierarchy = "active_from"
    ordering = ("network__name", "municipality__name", "pk")
    inlines = (MainContactInline,)


@admin.register(Decision)
class DecisionAdmin(HistoryAdmin):
    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Leave out what a region decided about no network, but for who runs the site.

        That is the decision of a case, and its case alone says who may read it.
        """
        rows: models.QuerySet[Any] = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.exclude(region__isnull=False, network__isnull=True)

    list_display = (
        "case_number",
        "body",
        "municipality",
        "region",
        "network",
        "effect",
        "decided_on",
        "due_on",
    )
    list_filter = ("effect", ("decided_on", admin.EmptyFieldListFilter), "network")
    list_select_related = ("municipality", "region", "network")
    search_fields = (*PLACE_SEARCH, "region__name", "body", "case_number", "title")
    autocomplete_fields = ("network", "municipality", "region", "council_case")
    date_hierarchy = "decided_on"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    ordering = ("-decided_on", "-pk")


@admin.register(MainContact)
class MainContactAdmin(admin.ModelAdmin):
    """Who is main contact and who was; a mistake is put right, never deleted."""

    list_display = ("name", "membership", "position", "valid_from", "valid_to")
    list_filter = (CurrentFilter, "membership__network")
    list_select_related = ("membership__municipality", "membership__network")
    search_fields = ("name", "email", "membership__municipality__name")
    autocomplete_fields = ("membership", "person")
    readonly_fields = ("appointed_by",)
    ordering = ("-valid_from", "-pk")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ReadOnlyAdmin):
    """Who held which role when; given and ended on the pages for roles."""

    list_display = ("person", "role", "scope", "valid_from", "valid_to", "given_by", "ended_by")
    list_filter = ("role", CurrentFilter)
    list_select_related = (
        "person",
        "municipality",
        "region",
        "network",
        "programme",
        "given_by",
        "ended_by",
    )
    search_fields = ("person__email", "person__name", *PLACE_SEARCH)
    ordering = ("-valid_from", "-pk")


@admin.register(InvitedRole)
class InvitedRoleAdmin(ReadOnlyAdmin):
    list_display = ("invitation", "role", "scope")
    list_select_related = ("invitation", "municipality", "region", "network", "programme")
    ordering = ("-pk",)
