"""Addresses of templates, their versions and comments."""

from django.urls import URLPattern, path

from assessments.views import reviews, templates, version_steps, versions

ONE = "vurderinger/maler/<slug:slug>"
VERSION = f"{ONE}/<int:number>"
SECTION = f"{VERSION}/deler/<int:section>"
QUESTION = f"{VERSION}/sporsmal/<int:question>"

urlpatterns: list[URLPattern] = [
    path("vurderinger/maler/", templates.TemplateList.as_view(), name="template-list"),
    path(
        "vurderinger/programmer/<slug:slug>/maler/ny/",
        templates.TemplateCreate.as_view(),
        name="template-create",
    ),
    path(
        "vurderinger/granskning/<str:token>/", reviews.ReviewPage.as_view(), name="review-link"
    ),
    path(f"{ONE}/", templates.TemplateDetail.as_view(), name="template"),
    path(f"{ONE}/navn/", templates.TemplateRename.as_view(), name="template-rename"),
    path(f"{ONE}/kopier/", templates.TemplateCopy.as_view(), name="template-copy"),
    path(f"{ONE}/del/", templates.TemplateShareCreate.as_view(), name="template-share"),
    path(
        f"{ONE}/del/<int:pk>/slutt/",
        templates.TemplateShareEnd.as_view(),
        name="template-share-end",
    ),
    path(f"{ONE}/ny-versjon/", templates.VersionNext.as_view(), name="version-next"),
    path(f"{VERSION}/", versions.Version.as_view(), name="version"),
    path(f"{VERSION}/innhold/", versions.VersionParts.as_view(), name="version-parts"),
    path(
        f"{VERSION}/steg/<slug:step>/",
        version_steps.VersionStep.as_view(),
        name="version-step",
    ),
    path(
        f"{VERSION}/ta-tilbake/",
        version_steps.VersionTakeBack.as_view(),
        name="version-take-back",
    ),
    path(f"{VERSION}/slett/", version_steps.VersionDelete.as_view(), name="version-delete"),
    path(
        f"{VERSION}/forhandsvis/",
        version_steps.VersionPreview.as_view(),
        name="version-preview",
    ),
    path(f"{VERSION}/deler/ny/", versions.SectionCreate.as_view(), name="section-create"),
    path(f"{SECTION}/", versions.SectionChange.as_view(), name="section-change"),
    path(f"{SECTION}/fjern/", versions.SectionRemove.as_view(), name="section-remove"),
    path(f"{SECTION}/flytt/", versions.SectionMove.as_view(), name="section-move"),
    path(f"{SECTION}/sporsmal/ny/", versions.QuestionCreate.as_view(), name="question-create"),
    path(f"{QUESTION}/", versions.QuestionChange.as_view(), name="question-change"),
    path(f"{QUESTION}/fjern/", versions.QuestionRemove.as_view(), name="question-remove"),
    path(f"{QUESTION}/flytt/", versions.QuestionMove.as_view(), name="question-move"),
    path(f"{VERSION}/kommentarer/", reviews.Comments.as_view(), name="version-comments"),
    path(
        f"{VERSION}/kommentarer/<int:pk>/ferdig/",
        reviews.CommentSettle.as_view(),
        name="comment-settle",
    ),
    path(f"{VERSION}/gransker/", reviews.Reviewer.as_view(), name="version-reviewer"),
    path(f"{VERSION}/gransker/lenke/", reviews.ReviewerLink.as_view(), name="reviewer-link"),
    path(
        f"{VERSION}/gransker/lenke/slutt/",
        reviews.ReviewerLinkEnd.as_view(),
        name="reviewer-link-end",
    ),
]
