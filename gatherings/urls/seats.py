"""Addresses of sign-up, and of one's own seat."""

from django.urls import path

from gatherings.views import door, seats, sign_up

_SEAT = "plass/<str:token>/"

urlpatterns = [
    path(
        "samlinger/<slug:slug>/pamelding/<str:country>/<str:code>/",
        sign_up.SignUp.as_view(),
        name="sign-up",
    ),
    path(
        "samlinger/<slug:slug>/plass/<int:pk>/trekk/",
        sign_up.Withdraw.as_view(),
        name="withdraw",
    ),
    path(_SEAT, seats.OwnSeatDetail.as_view(), name="seat"),
    path(f"{_SEAT}svar/", seats.SeatAnswer.as_view(), name="seat-answer"),
    path(f"{_SEAT}trekk/", seats.SeatWithdraw.as_view(), name="seat-withdraw"),
    path(f"{_SEAT}endre/", seats.SeatChange.as_view(), name="seat-change"),
    path(f"{_SEAT}her/<int:number>/", door.SeatCheckIn.as_view(), name="seat-check-in"),
    path(f"{_SEAT}vikar/<int:number>/", seats.SeatSubstitute.as_view(), name="seat-substitute"),
    path(f"{_SEAT}vikar/<int:number>/fjern/", seats.SeatReturn.as_view(), name="seat-return"),
]
