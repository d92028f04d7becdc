"""Private notes of a talk, written and deleted by the people of one side."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.actions import talks as actions
from gatherings.enums import TalkSide
from gatherings.forms.talks import NoteForm
from gatherings.models import TalkNote
from gatherings.views.talks import TalkPage, side_readers
from improvement.views.pages import ActionPage


class TalkNoteAdd(TalkPage, ActionPage):
    """Writes a note of the reader's own side."""

    form_class = NoteForm
    template_name = "gatherings/host_form.html"
    title = gettext_lazy("New note")
    button = gettext_lazy("Save the note")

    @cached_property
    def side(self) -> TalkSide:
        """The side of the address.

        Raises:
            Http404: The reader is not on it, or nobody has booked the talk.
        """
        side = self.kwargs["side"].upper()
        if self.talk.municipality is None or side not in self.sides():
            raise Http404
        return TalkSide(side)

    @property
    def lead(self) -> str:  # type: ignore[override]  # made of the case at hand
        return side_readers(self.side, self.talk)

    def act(self, form: Form) -> None:
        text = form.cleaned_data["text"]
        actions.add_note(
            talk=self.talk, side=self.side, text=text, by=self.person, at=timezone.now()
        )
        messages.success(self.request, _("The note is saved."))

    def get_success_url(self) -> str:
        return self.talk_address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(side=self.side, **kwargs)


class TalkNoteRemove(TalkPage, ActionPage):
    """Deletes a note that the reader has written."""

    form_class = Form
    template_name = "gatherings/host_form.html"
    title = gettext_lazy("Delete the note")
    lead = gettext_lazy("It is gone for good.")
    button = gettext_lazy("Delete the note")
    is_danger = True

    @cached_property
    def note(self) -> TalkNote:
        found: TalkNote = get_object_or_404(
            self.talk.notes, pk=self.kwargs["note"], by=self.person, side__in=self.sides()
        )
        return found

    def act(self, form: Form) -> None:
        actions.remove_note(note=self.note)
        messages.success(self.request, _("The note is deleted."))

    def get_success_url(self) -> str:
        return self.talk_address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.note, **kwargs)
