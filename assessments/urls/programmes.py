"""Addresses of programmes and their rules."""

from django.urls import URLPattern, path

from assessments.views import programmes, rules

ONE = "vurderinger/programmer/<slug:slug>"
RULES = f"{ONE}/regler/<int:number>"

urlpatterns: list[URLPattern] = [
    path("vurderinger/programmer/", programmes.ProgrammeList.as_view(), name="programme-list"),
    path(
        "vurderinger/programmer/ny/<slug:slug>/",
        programmes.ProgrammeCreate.as_view(),
        name="programme-create",
    ),
    path(f"{ONE}/", programmes.ProgrammeDetail.as_view(), name="programme"),
    path(f"{ONE}/endre/", programmes.ProgrammeChange.as_view(), name="programme-change"),
    path(f"{ONE}/regler/ny/", rules.RulesNext.as_view(), name="rules-next"),
    path(f"{RULES}/", rules.Rules.as_view(), name="rules"),
    path(f"{RULES}/endre/", rules.RulesChange.as_view(), name="rules-change"),
    path(f"{RULES}/slett/", rules.RulesDelete.as_view(), name="rules-delete"),
    path(f"{RULES}/kriterier/ny/", rules.CriterionCreate.as_view(), name="criterion-create"),
    path(
        f"{RULES}/kriterier/<int:pk>/",
        rules.CriterionChange.as_view(),
        name="criterion-change",
    ),
    path(
        f"{RULES}/kriterier/<int:pk>/fjern/",
        rules.CriterionRemove.as_view(),
        name="criterion-remove",
    ),
    path(f"{RULES}/stige/ny/", rules.StepCreate.as_view(), name="ladder-create"),
    path(f"{RULES}/stige/<int:pk>/", rules.StepChange.as_view(), name="ladder-change"),
    path(f"{RULES}/stige/<int:pk>/fjern/", rules.StepRemove.as_view(), name="ladder-remove"),
]
