"""Addresses of the cases that municipalities bring, and of what came of them."""

from django.urls import path

from gatherings.views import case_seats, case_work, cases, loop

_CASES = "samlinger/<slug:slug>/caser/"
_CASE = "case/<int:pk>/"
_HOMEWORK = f"{_CASE}lekse/<int:homework>/"
_SEAT = "plass/<str:token>/caser/"

urlpatterns = [
    path("nettverk/<slug:slug>/sirkel/", loop.LoopPage.as_view(), name="loop"),
    path(_CASES, cases.CaseList.as_view(), name="cases"),
    path(
        f"{_CASES}ny/<str:country>/<str:code>/", cases.CaseCreate.as_view(), name="case-create"
    ),
    path(_CASE, cases.CaseDetail.as_view(), name="case"),
    path(f"{_CASE}endre/", cases.CaseChange.as_view(), name="case-change"),
    path(f"{_CASE}klar/", cases.CaseReady.as_view(), name="case-ready"),
    path(f"{_CASE}utkast/", cases.CaseDraft.as_view(), name="case-draft"),
    path(f"{_CASE}slett/", cases.CaseDelete.as_view(), name="case-delete"),
    path(f"{_CASE}program/", case_work.CaseSlot.as_view(), name="case-slot"),
    path(f"{_CASE}program/fjern/", case_work.CaseUnslot.as_view(), name="case-unslot"),
    path(f"{_CASE}lagt-fram/", case_work.CasePresented.as_view(), name="case-presented"),
    path(f"{_CASE}rad/", case_work.CaseAdvise.as_view(), name="case-advice"),
    path(
        f"{_CASE}rad/<int:advice>/trekk/",
        case_work.AdviceWithdraw.as_view(),
        name="advice-withdraw",
    ),
    path(f"{_CASE}lekse/ny/", case_work.HomeworkAdd.as_view(), name="homework-add"),
    path(f"{_HOMEWORK}endre/", case_work.HomeworkChange.as_view(), name="homework-change"),
    path(f"{_HOMEWORK}ferdig/", case_work.HomeworkFinish.as_view(), name="homework-done"),
    path(f"{_HOMEWORK}fjern/", case_work.HomeworkRemove.as_view(), name="homework-remove"),
    path(f"{_CASE}tiltak/", case_work.CaseMeasure.as_view(), name="case-measure"),
    path(f"{_CASE}be-tilbake/", case_work.CaseAskBack.as_view(), name="case-ask-back"),
    path(f"{_CASE}tilbake/", case_work.CaseBack.as_view(), name="case-back"),
    path(_SEAT, case_seats.SeatCases.as_view(), name="seat-cases"),
    path(f"{_SEAT}<int:pk>/", case_seats.SeatCase.as_view(), name="seat-case"),
    path(
        f"{_SEAT}<int:pk>/rad/<int:advice>/trekk/",
        case_seats.SeatAdviceWithdraw.as_view(),
        name="seat-advice-withdraw",
    ),
]
