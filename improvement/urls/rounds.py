from django.urls import URLPattern, path, re_path

from improvement.views import (
    board,
    cycle_settings,
    functions,
    judgements,
    rounds,
    status_round_parts,
    status_rounds,
)

_PLACE = "kommuner/<str:country>/<str:code>/"
_ROUND = "runder/<int:pk>/"
_NETWORK = "nettverk/<slug:slug>/"
_STATUS = "statusrunder/<int:pk>/"
_PART = f"{_STATUS}<str:country>/<str:code>/"
_CYCLE = "programmer/<slug:slug>/syklus/"

urlpatterns: list[URLPattern] = [
    path(f"{_PLACE}runder/", rounds.RoundList.as_view(), name="rounds"),
    path(f"{_PLACE}runder/ny/", rounds.RoundOpen.as_view(), name="round-open"),
    path(_ROUND, rounds.RoundDetail.as_view(), name="round"),
    path(f"{_ROUND}steg/<int:progress>/", rounds.RoundStepPage.as_view(), name="round-step"),
    path(f"{_ROUND}tilbake/", rounds.RoundBack.as_view(), name="round-back"),
    path(f"{_ROUND}avslutt/", rounds.RoundClose.as_view(), name="round-close"),
    path(f"{_ROUND}status/", judgements.Assess.as_view(), name="assess"),
    path(f"{_PLACE}roller-i-arbeidet/", functions.Functions.as_view(), name="functions"),
    path(
        f"{_PLACE}roller-i-arbeidet/ny/", functions.FunctionFill.as_view(), name="function-fill"
    ),
    path(
        f"{_PLACE}roller-i-arbeidet/<int:holder>/slutt/",
        functions.FunctionEnd.as_view(),
        name="function-end",
    ),
    path(f"{_NETWORK}tavle/", board.NetworkBoard.as_view(), name="board"),
    path(
        f"{_NETWORK}statusrunder/",
        status_rounds.StatusRoundList.as_view(),
        name="status-rounds",
    ),
    path(
        f"{_NETWORK}statusrunder/ny/",
        status_rounds.StatusRoundCreate.as_view(),
        name="status-round-create",
    ),
    path(_STATUS, status_rounds.StatusRoundDetail.as_view(), name="status-round"),
    path(
        f"{_STATUS}endre/",
        status_rounds.StatusRoundChange.as_view(),
        name="status-round-change",
    ),
    path(f"{_STATUS}las/", status_rounds.StatusRoundLock.as_view(), name="status-round-lock"),
    re_path(
        r"^statusrunder/(?P<pk>\d+)/fil\.(?P<ending>json|csv)$",
        status_rounds.StatusRoundFile.as_view(),
        name="status-round-file",
    ),
    path(_PART, status_round_parts.PartDetail.as_view(), name="status-round-part"),
    path(
        f"{_PART}lever/", status_round_parts.PartDeliver.as_view(), name="status-round-deliver"
    ),
    path(
        f"{_PART}forankring/<slug:how>/",
        status_round_parts.PartAnchor.as_view(),
        name="status-round-anchor",
    ),
    path(_CYCLE, cycle_settings.CycleSettingsPage.as_view(), name="cycle-settings"),
    path(f"{_CYCLE}dager/", cycle_settings.CycleDaysPage.as_view(), name="cycle-days"),
    path(f"{_CYCLE}steg/ny/", cycle_settings.StepAdd.as_view(), name="step-add"),
    path(f"{_CYCLE}steg/<int:step>/", cycle_settings.StepChange.as_view(), name="step-change"),
    path(
        f"{_CYCLE}steg/<int:step>/flytt/", cycle_settings.StepSort.as_view(), name="step-sort"
    ),
]
