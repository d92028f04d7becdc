"""Addresses of needs."""

from django.urls import URLPattern, path

from procurement.views import need_file, need_forms, need_list, needs, stages

ONE = "behov/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path("behov/", need_list.NeedList.as_view(), name="need-list"),
    path("behov/ny/", need_forms.NeedStart.as_view(), name="need-start"),
    path(
        "behov/ny/<str:country>/<str:code>/",
        need_forms.NeedCreate.as_view(),
        name="need-create",
    ),
    path(f"{ONE}/endre/", need_forms.NeedChange.as_view(), name="need-change"),
    path(f"{ONE}/del/", need_forms.NeedShare.as_view(), name="need-share"),
    path(f"{ONE}/publiser/", need_forms.NeedPublish.as_view(), name="need-publish"),
    path(f"{ONE}/lukk/", need_forms.NeedClose.as_view(), name="need-close"),
    path(f"{ONE}/slett/", need_forms.NeedDelete.as_view(), name="need-delete"),
    path(f"{ONE}/faser/", stages.NeedStages.as_view(), name="need-stages"),
    path(f"{ONE}/faser/neste/", stages.StageOn.as_view(), name="need-stage-on"),
    path(f"{ONE}/faser/tilbake/", stages.StageBack.as_view(), name="need-stage-back"),
    path(f"{ONE}/faser/plan/", stages.StagePlan.as_view(), name="need-stage-plan"),
    path(f"{ONE}/saken/", need_file.NeedFile.as_view(), name="need-file"),
    path(f"{ONE}/saken/klima/", need_file.ClimateWeighing.as_view(), name="need-climate"),
    path(f"{ONE}/saken/habilitet/", need_file.Conflicts.as_view(), name="need-conflicts"),
    path(f"{ONE}/", needs.NeedDetail.as_view(), name="need"),
]
