"""Addresses of what a region has begun: initiatives, owned companies, strategy, training."""

from django.urls import URLPattern, path

from assessments.views import initiatives, strategy, training

REGION = "regioner/<slug:slug>"
ONE = "initiativer/<int:pk>"
_STRATEGY = "vurderinger/programmer/<slug:slug>/strategi"

urlpatterns: list[URLPattern] = [
    path(
        f"{REGION}/initiativer/",
        initiatives.InitiativeList.as_view(),
        name="initiative-list",
    ),
    path(
        f"{REGION}/initiativer/ny/",
        initiatives.InitiativeCreate.as_view(),
        name="initiative-create",
    ),
    path(f"{ONE}/", initiatives.InitiativeDetail.as_view(), name="initiative"),
    path(f"{ONE}/endre/", initiatives.InitiativeChange.as_view(), name="initiative-change"),
    path(f"{ONE}/omrader/ny/", initiatives.AreaCreate.as_view(), name="area-create"),
    path(f"{ONE}/omrader/<int:area>/", initiatives.AreaChange.as_view(), name="area-change"),
    path(f"{ONE}/omrader/<int:area>/status/", initiatives.EntryAdd.as_view(), name="entry-add"),
    path(f"{REGION}/selskaper/ny/", initiatives.CompanyCreate.as_view(), name="owned-create"),
    path(
        f"{REGION}/selskaper/<int:pk>/",
        initiatives.CompanyChange.as_view(),
        name="owned-change",
    ),
    path(f"{_STRATEGY}/", strategy.Strategy.as_view(), name="strategy"),
    path(f"{_STRATEGY}/vedtak/", strategy.StrategyDecide.as_view(), name="strategy-decide"),
    path(f"{_STRATEGY}/oppgaver/ny/", strategy.TaskCreate.as_view(), name="strategy-task-new"),
    path(
        f"{_STRATEGY}/oppgaver/<int:pk>/", strategy.TaskChange.as_view(), name="strategy-task"
    ),
    path(f"{REGION}/opplaering/", training.TrainingPage.as_view(), name="training"),
    path(f"{REGION}/opplaering/ny/", training.TrainingNew.as_view(), name="training-new"),
    path(
        f"{REGION}/opplaering/ny/<int:gathering>/",
        training.TrainingCreate.as_view(),
        name="training-create",
    ),
    path(
        f"{REGION}/opplaering/<int:pk>/",
        training.TrainingChange.as_view(),
        name="training-change",
    ),
    path(
        f"{REGION}/opplaering/grupper/",
        training.TrainingTargets.as_view(),
        name="training-targets",
    ),
]
