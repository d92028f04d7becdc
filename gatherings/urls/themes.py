"""Addresses of themes and votes on them."""

from django.urls import URLPattern, path

from gatherings.views import theme_proposals, theme_seats, themes

_HOST = "samlinger/<slug:slug>/vert/"
_POLLS = f"{_HOST}tema/"
_POLL = f"{_POLLS}<int:poll>/"
_PROPOSAL = f"{_POLL}forslag/<int:proposal>/"
_SEAT = "plass/<str:token>/tema/<int:poll>/"
_OWN = f"{_SEAT}forslag/<int:proposal>/"

urlpatterns: list[URLPattern] = [
    path("samlinger/<slug:slug>/tema/<int:poll>/", themes.PollEntry.as_view(), name="poll"),
    path(_POLLS, themes.Polls.as_view(), name="polls"),
    path(f"{_POLLS}ny/", themes.PollCreate.as_view(), name="poll-create"),
    path(_POLL, themes.PollHost.as_view(), name="poll-host"),
    path(f"{_POLL}endre/", themes.PollChange.as_view(), name="poll-change"),
    path(f"{_POLL}apne/", themes.PollOpen.as_view(), name="poll-open"),
    path(f"{_POLL}avlys/", themes.PollCancel.as_view(), name="poll-cancel"),
    path(f"{_POLL}tell/", themes.PollCount.as_view(), name="poll-count"),
    path(f"{_POLL}likt/", themes.PollTie.as_view(), name="poll-tie"),
    path(f"{_POLL}forslag/ny/", theme_proposals.HostPropose.as_view(), name="poll-propose"),
    path(_PROPOSAL, theme_proposals.ProposalChange.as_view(), name="proposal-change"),
    path(
        f"{_PROPOSAL}trekk/",
        theme_proposals.ProposalWithdraw.as_view(),
        name="proposal-withdraw",
    ),
    path(
        f"{_PROPOSAL}sla-sammen/",
        theme_proposals.ProposalMerge.as_view(),
        name="proposal-merge",
    ),
    path(f"{_PROPOSAL}skill/", theme_proposals.ProposalPart.as_view(), name="proposal-part"),
    path(
        f"{_HOST}samling/<int:number>/tema/", themes.ThemeChange.as_view(), name="theme-change"
    ),
    path(_SEAT, theme_seats.SeatPoll.as_view(), name="seat-poll"),
    path(f"{_SEAT}forslag/", theme_seats.SeatPropose.as_view(), name="seat-propose"),
    path(_OWN, theme_seats.SeatProposal.as_view(), name="seat-proposal"),
    path(
        f"{_OWN}trekk/",
        theme_seats.SeatProposalWithdraw.as_view(),
        name="seat-proposal-withdraw",
    ),
]
