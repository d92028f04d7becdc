"""Materials: fetched by those who may read them, kept by the hosts."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from common.models import StoredFile
from gatherings.actions import materials as actions
from gatherings.enums import Access
from gatherings.forms.materials import MaterialForm
from gatherings.models import Material, Series
from gatherings.queries import materials as queries
from gatherings.queries.series import is_of_network
from gatherings.views import material_rows as rows
from gatherings.views.host_pages import HostForm, HostRoom
from gatherings.views.seats import SeatPage
from improvement.views import refusals
from networks.actions.locks import Refused


@method_decorator(login_not_required, name="dispatch")
class MaterialFile(View):
    """A file, for those who may read it; others do not learn that it is there."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        """Send the file.

        Raises:
            Http404: There is none that the reader may read.
        """
        known = Series.objects.visible_to(request.user)
        material = get_object_or_404(_files().filter(series__in=known), pk=pk)
        if not _reads(request, material):
            raise Http404
        return _send(material)


def _reads(request: HttpRequest, material: Material) -> bool:
    if material.access == Access.PUBLIC:
        return True
    person, series = request.user, material.series
    level = queries.level_of(
        may_hold=person.has_perm("gatherings.hold_series", series),
        has_seat=queries.has_seat(series, person),
        is_of_network=material.access == Access.NETWORK and is_of_network(series, person),
    )
    return queries.may_read(material.access, level)


class SeatMaterial(SeatPage):
    """A file, by the secret link to a seat."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int, **_kwargs: Any) -> StreamingHttpResponse:
        """Send the file.

        Raises:
            Http404: There is none that the owner of the seat may read.
        """
        material = get_object_or_404(_files(), series=self.series, pk=pk)
        if not queries.may_read(material.access, rows.seat_level(self.registration)):
            raise Http404
        return _send(material)


def _files() -> Any:
    return Material.objects.filter(file__isnull=False).select_related("file", "series__network")


def _send(material: Material) -> StreamingHttpResponse:
    """Send a file to be kept, never to be shown or run by the browser within the site.

    Raises:
        Http404: The content is lost.
    """
    stored = material.file
    if stored is None or not stored.content.storage.exists(str(stored.content.name)):
        raise Http404
    return StreamingHttpResponse(
        _content(stored),
        content_type=stored.media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, stored.name) or "",  # noqa: FBT003 -- Django's own
            "Content-Length": str(stored.size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            "Cache-Control": "private, no-cache",
        },
    )


def _content(stored: StoredFile) -> Iterator[bytes]:
    """Read a file in parts; it is opened when the first one is wanted."""
    with stored.content.open("rb") as content:
        yield from content.chunks()


class Materials(HostRoom, TemplateView):
    """All materials of the series, with those who may read each."""

    template_name = "gatherings/materials.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            groups=rows.groups(queries.materials_of(self.series)),
            may_add=self.series.network.closed_at is None,
            **kwargs,
        )
        context["crumbs"].append((_("Materials"), ""))
        return context


class MaterialPage(HostForm):
    """A form about materials; it leads back to all of them."""

    def path(self) -> list[tuple[str, str]]:
        return [*super().path(), (_("Materials"), self.host_address("materials"))]

    def get_success_url(self) -> str:
        return self.next_address(self.host_address("materials"))

    @cached_property
    def material(self) -> Material:
        found: Material = get_object_or_404(
            self.series.materials.select_related("file", "gathering"), pk=self.kwargs["pk"]
        )
        found.series = self.series
        return found


class MaterialFill(MaterialPage):
    """The form of one material."""

    form_class = MaterialForm

    def get_form_kwargs(self) -> dict[str, Any]:
        found = list(self.series.gatherings.order_by("number"))
        return {**super().get_form_kwargs(), "gatherings": found}


class MaterialAdd(MaterialFill):
    title = gettext_lazy("Add a file or a link")
    lead = gettext_lazy("Slides, a template, a film: what people need before or after.")
    button = gettext_lazy("Add")

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("samling", "")
        number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
        found = self.series.gatherings.filter(number=number).values_list("pk", flat=True)
        return {"access": Access.PARTICIPANTS, "gathering": found.first()}

    def act(self, form: Form) -> None:
        actions.add_material(
            series=self.series,
            details=form.details,  # type: ignore[attr-defined]  # of MaterialForm
            upload=form.cleaned_data["file"],
            by=self.person,
        )
        messages.success(self.request, _("The material is added."))


class MaterialChange(MaterialFill):
    title = gettext_lazy("Change the material")
    button = gettext_lazy("Save")

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        stored = self.material.file
        if stored is None:
            return ""
        text = _("The file is %(name)s. A new one takes its place; the address stays.")
        return text % {"name": stored.name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "material": self.material}

    def get_initial(self) -> dict[str, Any]:
        row = self.material
        return {
            "title": row.title,
            "link": row.link,
            "access": row.access,
            "gathering": row.gathering_id,
        }

    def act(self, form: Form) -> None:
        actions.change_material(
            material=self.material,
            details=form.details,  # type: ignore[attr-defined]  # of MaterialForm
            upload=form.cleaned_data["file"],
            by=self.person,
        )
        messages.success(self.request, _("The material is saved."))


class MaterialMove(MaterialPage):
    """Moves a material up or down; a form without a page."""

    form_class = Form
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        try:
            actions.move_material(material=self.material, is_up="up" in request.POST)
        except Refused as refused:
            messages.error(request, refusals.sentence(refused))
        return redirect(self.get_success_url())


class MaterialRemove(MaterialPage):
    form_class = Form
    title = gettext_lazy("Remove the material")
    button = gettext_lazy("Remove")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        text = _("%(title)s is gone for everybody, and a file is deleted for good.")
        return text % {"title": self.material.title}

    def act(self, form: Form) -> None:
        actions.remove_material(material=self.material)
        messages.success(self.request, _("The material is removed."))
