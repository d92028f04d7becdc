"""Addresses of the characteristics."""

from django.urls import URLPattern, path

from knowledge.views import trait_answers as answers
from knowledge.views import trait_forms as forms
from knowledge.views import traits

ALL = "nettverk/<slug:slug>/kjennetegn"
PLACE = "<str:country>/<str:code>"
OWN = f"kommuner/{PLACE}/kjennetegn"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", traits.Traits.as_view(), name="traits"),
    path(f"{ALL}/ny/", forms.TraitsStart.as_view(), name="traits-start"),
    path(f"{ALL}/frist/", forms.TraitsDeadline.as_view(), name="traits-deadline"),
    path(f"{ALL}/sla-sammen/", forms.TraitsMerging.as_view(), name="traits-merging"),
    path(f"{ALL}/spor/", forms.TraitsOpen.as_view(), name="traits-open"),
    path(f"{ALL}/tilbake/", forms.TraitsBack.as_view(), name="traits-back"),
    path(f"{ALL}/publiser/", forms.TraitsPublish.as_view(), name="traits-publish"),
    path(f"{ALL}/kjennetegn/ny/", forms.TraitMerge.as_view(), name="trait-merge"),
    path(f"{ALL}/kjennetegn/<int:pk>/", forms.TraitChange.as_view(), name="trait-change"),
    path(f"{ALL}/kjennetegn/<int:pk>/ut/", forms.TraitRemove.as_view(), name="trait-remove"),
    path(f"{ALL}/kjennetegn/<int:pk>/flytt/", forms.TraitMove.as_view(), name="trait-move"),
    path(
        f"{ALL}/forslag/<int:pk>/",
        answers.ProposalWithdraw.as_view(),
        name="proposal-withdraw",
    ),
    path(
        f"{ALL}/forslag/<int:pk>/utelat/",
        forms.ProposalLeaveOut.as_view(),
        name="proposal-leave-out",
    ),
    path(f"{ALL}/forslag/{PLACE}/", answers.TraitPropose.as_view(), name="trait-propose"),
    path(f"{ALL}/svar/{PLACE}/", answers.TraitsAnswer.as_view(), name="traits-answer"),
    path(f"{ALL}/<int:number>/", traits.PublicationPage.as_view(), name="publication"),
    path(f"{OWN}/", traits.Profile.as_view(), name="profile"),
    path(f"{OWN}/<slug:slug>/endre/", answers.ProfileChange.as_view(), name="profile-change"),
]
