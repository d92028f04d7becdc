"""Comments on a version: by officers, by a reviewer with an account, by one with a link."""

from functools import cached_property
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.models import User
from assessments.actions import reviews as actions
from assessments.forms.templates import CommentForm, ReviewerForm
from assessments.models import TemplateComment, TemplateQuestion, TemplateVersion
from assessments.queries.templates import sections_of
from assessments.views import template_rows as rows
from assessments.views.building import VersionAction, VersionPage
from assessments.views.preview_rows import language_links, preview_of
from improvement.views import refusals
from networks.actions.locks import Refused
from networks.forms.base import PlainForm

Answer = TypeVar("Answer", bound=HttpResponseBase)


def comments_of(version: TemplateVersion) -> list[rows.CommentRow]:
    """Give the comments on a version, the newest first."""
    found = version.comments.select_related("question", "by").order_by("-at", "-pk")
    return rows.comment_rows(found, version)


def _question(version: TemplateVersion, key: str) -> TemplateQuestion | None:
    """Give the question that a comment is about; the form has checked the key."""
    rows = TemplateQuestion.objects.filter(section__version=version)
    return rows.filter(pk=key).first() if key else None


class Comments(VersionAction):
    """All comments on a version, and one more."""

    template_name = "assessments/version_comments.html"
    permission_required = "assessments.review_template"
    form_class = CommentForm
    title = gettext_lazy("Comments")
    button = gettext_lazy("Write the comment")

    def get_permission_object(self) -> TemplateVersion:
        return self.version

    def get_form_kwargs(self) -> dict[str, Any]:
        questions = rows.question_choices(sections_of(self.version))
        return {**super().get_form_kwargs(), "questions": questions}

    def act(self, form: Form) -> None:
        given = form.cleaned_data
        actions.comment(
            version=self.version,
            question=_question(self.version, given["question"]),
            text=given["text"],
            by=self.person,
            is_reviewer=self.version.reviewer_id == self.person.pk,
            at=timezone.now(),
        )
        messages.success(self.request, _("The comment is written."))

    def get_success_url(self) -> str:
        return self.version_address("version-comments")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            comments=comments_of(self.version),
            takes_comments=self.version.state in actions.REVIEWED_STATES,
            **kwargs,
        )


class CommentSettle(VersionPage, View):
    """Mark a comment as settled, or open again with ``open=1``."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        comment: TemplateComment = get_object_or_404(self.version.comments, pk=kwargs["pk"])
        is_opened = request.POST.get("open") == "1"
        actions.settle(comment=comment, at=None if is_opened else timezone.now())
        return redirect(f"{self.version_address('version-comments')}#kommentar-{comment.pk}")


class Reviewer(VersionAction):
    """Name who reviews."""

    form_class = ReviewerForm
    title = gettext_lazy("Who reviews")
    lead = gettext_lazy(
        "The reviewer reads this version and comments on it, and sees no other version and "
        "no case."
    )
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        row = self.version
        return {"organisation": row.reviewer_organisation, "email": row.reviewer_email}

    def act(self, form: Form) -> None:
        actions.name_reviewer(version=self.version, at=timezone.now(), **form.cleaned_data)
        messages.success(self.request, _("The reviewer is saved."))


class ReviewerLink(VersionAction):
    """Make a secret link for a reviewer without an account; it is shown this once."""

    form_class = PlainForm
    title = gettext_lazy("Make a secret link")
    button = gettext_lazy("Make the link")

    @property
    def lead(self) -> str:  # type: ignore[override]
        texts = [_("You see it once, and pass it on yourself.")]
        if self.version.reviewer_digest:
            texts.append(_("A link that was made before is dead at once."))
        return " ".join(texts)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            link = actions.make_link(version=self.version)
        except Refused as refused:
            refusals.show(form, refused)
            return self.form_invalid(form)
        context = self.get_context_data(form=form, link=link)
        return _secret(render(self.request, "assessments/reviewer_link.html", context))


class ReviewerLinkEnd(VersionAction):
    form_class = PlainForm
    title = gettext_lazy("End the secret link")
    lead = gettext_lazy("Whoever has it can no longer read the version. Comments stay.")
    button = gettext_lazy("End it")
    is_danger = True

    def act(self, form: Form) -> None:
        actions.end_link(version=self.version)
        messages.success(self.request, _("The link is dead."))


def _secret(answer: Answer) -> Answer:
    """Keep a page with a secret address out of caches, search and the next page's log."""
    answer["Cache-Control"] = "private, no-store"
    # The address is the secret; the same site has to see it to check forms.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@method_decorator(login_not_required, name="dispatch")
class ReviewPage(View):
    """A version for the reviewer who has its link: read it, comment on it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _secret(super().dispatch(request, *args, **kwargs))

    @cached_property
    def version(self) -> TemplateVersion:
        digest = actions.digest_of(self.kwargs["token"])
        rows = TemplateVersion.objects.select_related(
            "template__programme__region", "rule_set__programme"
        )
        found: TemplateVersion = get_object_or_404(rows, reviewer_digest=digest)
        return found

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self._page(request, self._form(None))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        person = request.user
        try:
            actions.comment(
                version=self.version,
                question=_question(self.version, form.cleaned_data["question"]),
                text=form.cleaned_data["text"],
                by=person if isinstance(person, User) else None,
                is_reviewer=True,
                at=timezone.now(),
            )
        except Refused as refused:
            refusals.show(form, refused)
            return self._page(request, form)
        messages.success(request, _("The comment is written. Thank you."))
        return redirect(request.path)

    def _form(self, data: Any) -> CommentForm:
        questions = rows.question_choices(sections_of(self.version))
        return CommentForm(data, questions=questions)

    def _page(self, request: HttpRequest, form: CommentForm) -> HttpResponse:
        version = self.version
        programme = version.template.programme
        wanted = request.GET.get("sprak", "")
        language = wanted if wanted in programme.languages else programme.language
        context = {
            "version": version,
            "programme": programme,
            "form": form,
            "comments": comments_of(version),
            "preview": preview_of(version, language=language),
            "links": language_links(programme.languages, chosen=language),
            "takes_comments": version.state in actions.REVIEWED_STATES,
        }
        return render(request, "assessments/review.html", context)
