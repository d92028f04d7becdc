"""Forms of templates: what is asked, the steps of a version, comments."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.questions import LEAST_CHOICES, QuestionDetails
from assessments.actions.reviews import LONGEST
from assessments.actions.versions import VersionParts
from assessments.enums import Kind, QuestionKind
from assessments.forms.texts import LanguageForm, TextSpec
from assessments.models import FundingProgramme, RuleSet
from networks.forms.base import PlainForm

MOST_CHOICES = 12


class TemplateForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is assessed?"),
        choices=Kind,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Cases of companies are always confidential."),
    )


class NameForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)


class CopyForm(PlainForm):
    """Into which programme a template is copied."""

    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"),
        queryset=FundingProgramme.objects.none(),
        empty_label=None,
    )
    name = forms.CharField(label=gettext_lazy("Name of the copy"), max_length=200)

    def __init__(
        self, *args: Any, programmes: QuerySet[FundingProgramme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = programmes


class _RulesChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: RuleSet) -> str:
        return _("Rules %(number)s") % {"number": obj.number}


class PartsForm(PlainForm):
    """What a version asks for beside its own questions."""

    with_goals = forms.BooleanField(
        label=gettext_lazy("The 17 goals, and conflicts between them"), required=False
    )
    with_dimensions = forms.BooleanField(
        label=gettext_lazy("The three dimensions and the overall judgement"), required=False
    )
    with_perspectives = forms.BooleanField(
        label=gettext_lazy("Value chain, consumption, production and coming generations"),
        required=False,
    )
    with_criteria = forms.BooleanField(
        label=gettext_lazy("Horizontal criteria by the rules of the programme"), required=False
    )
    rule_set = _RulesChoice(
        label=gettext_lazy("Rules"), queryset=RuleSet.objects.none(), required=False
    )

    def __init__(self, *args: Any, rules: QuerySet[RuleSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule_set"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = rules

    @property
    def parts(self) -> VersionParts:
        return VersionParts(**self.cleaned_data)


class SectionForm(LanguageForm):
    specs = (
        TextSpec("title", gettext_lazy("Title of the section"), most=200),
        TextSpec(
            "guidance",
            gettext_lazy("Guidance"),
            most=3000,
            rows=3,
            is_required=False,
            help_text=gettext_lazy("Stands below the title."),
        ),
    )


class QuestionForm(LanguageForm):
    """One question; the choices of a choice stand one on each line, alike in all languages."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"), choices=QuestionKind, widget=forms.RadioSelect
    )
    specs = (
        TextSpec("text", gettext_lazy("Question"), most=500, rows=2),
        TextSpec(
            "guidance",
            gettext_lazy("Guidance"),
            most=3000,
            rows=3,
            is_required=False,
            help_text=gettext_lazy("Stands below the question."),
        ),
        TextSpec(
            "choices",
            gettext_lazy("Choices"),
            most=2000,
            rows=4,
            is_required=False,
            help_text=gettext_lazy("One on each line. Only where one is to be chosen."),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.CharField(
            label=gettext_lazy("Unit (optional)"),
            max_length=40,
            required=False,
            help_text=gettext_lazy("What a number is counted in, for example kilometres."),
        )
        self.fields["is_required"] = forms.BooleanField(
            label=gettext_lazy("Must be answered"), required=False
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("kind") == QuestionKind.CHOICE:
            self._check_choices()
        return values

    def _check_choices(self) -> None:
        first = self._lines(self.languages[0])
        name = f"choices_{self.languages[0]}"
        if len(first) < LEAST_CHOICES:
            self.add_error(name, _("Write at least two choices, each on a line."))
        elif len(first) > MOST_CHOICES:
            self.add_error(name, _("Write at most twelve choices."))
        for code in self.languages[1:]:
            if (own := self._lines(code)) and len(own) != len(first):
                words = {"wanted": len(first), "found": len(own)}
                text = _("There are %(wanted)s choices in the first language, here %(found)s.")
                self.add_error(f"choices_{code}", text % words)

    def _lines(self, code: str) -> list[str]:
        lines = self.cleaned_data.get(f"choices_{code}", "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def details(self) -> QuestionDetails:
        lines = {code: self._lines(code) for code in self.languages}
        count = len(lines[self.languages[0]])
        return QuestionDetails(
            kind=self.cleaned_data["kind"],
            text=self.texts("text"),
            guidance=self.texts("guidance"),
            is_required=self.cleaned_data["is_required"],
            unit=self.cleaned_data["unit"],
            choices=[
                {code: own[place] for code, own in lines.items() if own}
                for place in range(count)
            ],
        )


class NoteForm(PlainForm):
    """A word to a step of a version."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(PlainForm):
    """A step that others must be able to understand."""

    note = forms.CharField(
        label=gettext_lazy("What must be changed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewerForm(PlainForm):
    organisation = forms.CharField(
        label=gettext_lazy("Organisation that reviews"), max_length=200
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail of somebody there who has an account"),
        required=False,
        help_text=gettext_lazy(
            "Leave it empty if nobody has one; you can make a link instead."
        ),
    )


class CommentForm(PlainForm):
    """What a reviewer, or an officer in answer, says."""

    question = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write the comment.")},
    )

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [("", _("The whole template")), *questions]
        field.label = _("About")
