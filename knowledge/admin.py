"""The administration of knowledge: to be read; pages and actions change it."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from knowledge.models import (
    Edition,
    EditionEvent,
    Example,
    ExampleEvent,
    Publication,
    Question,
    Term,
    Tool,
    ToolVersion,
)


@admin.register(Example)
class ExampleAdmin(ReadOnlyAdmin):
    list_display = ("title", "municipality", "state", "published_at", "is_from_outside")
    list_filter = ("state", "is_from_outside")
    list_select_related = ("municipality",)
    search_fields = ("title", "slug", "municipality__name")
    ordering = ("-pk",)


@admin.register(ExampleEvent)
class ExampleEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "example", "by")
    list_filter = ("kind",)
    list_select_related = ("example", "by")
    ordering = ("-at", "-pk")


@admin.register(Tool)
class ToolAdmin(ReadOnlyAdmin):
    list_display = ("title", "network", "topic", "is_public", "withdrawn_at")
    list_select_related = ("network",)
    search_fields = ("title", "slug")
    ordering = ("-pk",)


@admin.register(ToolVersion)
class ToolVersionAdmin(ReadOnlyAdmin):
    list_display = ("tool", "number", "made_on", "licence", "by")
    list_select_related = ("tool", "by")
    ordering = ("-at", "-pk")


@admin.register(Term)
class TermAdmin(ReadOnlyAdmin):
    list_display = ("slug", "name_nb", "name_sv", "name_en", "removed_at")
    search_fields = ("slug", "name_nb", "name_nn", "name_sv", "name_en")
    ordering = ("slug",)


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ("title", "network", "asked_at", "answered_at")
    list_select_related = ("network",)
    search_fields = ("title",)
    ordering = ("-asked_at", "-pk")


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ("title", "number", "network", "state", "proposals_until", "answers_until")
    list_filter = ("state",)
    list_select_related = ("network",)
    ordering = ("-pk",)


@admin.register(EditionEvent)
class EditionEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "edition", "municipality", "by")
    list_filter = ("kind",)
    list_select_related = ("edition__network", "municipality", "by")
    ordering = ("-at", "-pk")


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ("edition", "published_on", "digest", "by")
    list_select_related = ("edition__network", "by")
    ordering = ("-at", "-pk")
