"""The way of a version from draft to replaced, and how the applicant will see it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from assessments.actions import versions as actions
from assessments.enums import VersionState
from assessments.forms.templates import NoteForm, ReasonForm
from assessments.queries.templates import lacks_of
from assessments.views import template_rows as rows
from assessments.views.building import VersionAction, VersionPage
from assessments.views.preview_rows import language_links, preview_of
from networks.forms.base import PlainForm

_TITLES: dict[VersionState, str | Promise] = {
    VersionState.REWORK: gettext_lazy("Send to be reworked"),
    VersionState.TEST: gettext_lazy("Begin the test"),
    VersionState.IN_USE: gettext_lazy("Put in use"),
}
_LEADS: dict[VersionState, str | Promise] = {
    VersionState.REWORK: gettext_lazy("The texts can still be changed."),
    VersionState.TEST: gettext_lazy(
        "From now on neither texts nor rules change. Answers in a test never count."
    ),
    VersionState.IN_USE: gettext_lazy(
        "New cases get this version. Cases that were begun keep the version they have."
    ),
}


class VersionStep(VersionAction):
    """Take a version to its next state."""

    template_name = "assessments/version_step.html"

    @property
    def state(self) -> VersionState:
        """The state that the address names.

        Raises:
            Http404: No step leads to such a state.
        """
        name = self.kwargs["step"].upper()
        if name not in _TITLES:
            raise Http404
        return VersionState(name)

    @property
    def form_class(self) -> type[Form]:  # type: ignore[override]
        return ReasonForm if self.state == VersionState.REWORK else NoteForm

    @property
    def title(self) -> str:  # type: ignore[override]
        return str(_TITLES[self.state])

    @property
    def button(self) -> str:  # type: ignore[override]
        return str(_TITLES[self.state])

    @property
    def lead(self) -> str:  # type: ignore[override]
        return str(_LEADS[self.state])

    def act(self, form: Form) -> None:
        actions.move_version(
            version=self.version,
            state=self.state,
            note=form.cleaned_data["note"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("The step is saved."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version
        is_test = self.state == VersionState.TEST
        return super().get_context_data(
            lacks=rows.lack_texts(lacks_of(version)) if is_test else [],
            open_comments=version.comments.filter(settled_at=None).count(),
            **kwargs,
        )


class VersionTakeBack(VersionAction):
    """End a test that showed faults."""

    form_class = ReasonForm
    title = gettext_lazy("Take back to be reworked")
    lead = gettext_lazy(
        "The tested version stays as it was. You get a copy with the next number to change."
    )
    button = gettext_lazy("Take back")

    def act(self, form: Form) -> None:
        self.made = actions.take_back(
            version=self.version,
            note=form.cleaned_data["note"],
            by=self.person,
            at=timezone.now(),
        )
        messages.success(self.request, _("Here is the copy to change."))

    def get_success_url(self) -> str:
        made = getattr(self, "made", None)
        if made is not None:
            return self.template_address("version", number=made.number)
        return super().get_success_url()


class VersionDelete(VersionAction):
    """Delete a draft that nobody has tested."""

    form_class = PlainForm
    title = gettext_lazy("Delete the draft")
    button = gettext_lazy("Delete")
    is_danger = True

    @property
    def lead(self) -> str:  # type: ignore[override]
        name = _("Version %(number)s") % {"number": self.version.number}
        texts = [
            _("«%(text)s» goes from the template with all its questions.") % {"text": name}
        ]
        if self.version.comments.exists():
            texts.append(_("The comments on it go too."))
        return " ".join(texts)

    def act(self, form: Form) -> None:
        actions.delete_version(version=self.version)
        messages.success(self.request, _("The draft is deleted."))
        self.is_gone = True

    def get_success_url(self) -> str:
        if getattr(self, "is_gone", False):
            return self.template.get_absolute_url()
        return super().get_success_url()


class VersionPreview(VersionPage, TemplateView):
    """The version as the applicant sees it, in each language."""

    template_name = "assessments/version_preview.html"
    permission_required = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        languages = self.programme.languages
        wanted = self.request.GET.get("sprak", "")
        language = wanted if wanted in languages else self.programme.language
        context = super().get_context_data(
            preview=preview_of(self.version, language=language),
            links=language_links(languages, chosen=language),
            **kwargs,
        )
        context["crumbs"].append((_("Preview"), ""))
        return context
