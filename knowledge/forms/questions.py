"""Forms about questions to the network."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.actions.questions import LONGEST
from knowledge.forms.parts import GoalsField, GoalsForm
from networks.forms.base import PlainForm
from procurement.forms.parts import LongText


class AskForm(GoalsForm):
    title = forms.CharField(
        label=_("Your question"),
        max_length=200,
        help_text=_("In one line. Others find it later by its words."),
    )
    text = LongText(label=_("What you want to know"), most=LONGEST, rows=6, required=False)
    goals = GoalsField(label=_("Which goals is it about?"), required=False)

    field_order = ("title", "text", "goals")


class AnswerForm(PlainForm):
    text = LongText(
        label=_("Your answer"),
        most=LONGEST,
        rows=5,
        help_text=_("It stays here. Correct it with one more answer."),
    )
