"""Addresses of the hosts. A series is made under its network, where no series lies."""

from django.urls import URLPattern, path

from gatherings.views import (
    agenda,
    attendance,
    door,
    gathering_forms,
    host_seats,
    hosting,
    planner,
    series_forms,
    speakers,
)

_NETWORK = "nettverk/<slug:slug>/samlinger/"
_HOST = "samlinger/<slug:slug>/vert/"
_SEAT = f"{_HOST}plass/<int:registration>/"
_ONE = f"{_HOST}samling/<int:number>/"
_AGENDA = f"{_ONE}program/"
_ITEM = f"{_AGENDA}<int:item>/"
_SPEAKERS = f"{_HOST}foredragsholdere/"
_SPEAKER = f"{_SPEAKERS}<int:speaker>/"

urlpatterns: list[URLPattern] = [
    path(f"{_NETWORK}ny/", series_forms.SeriesCreate.as_view(), name="series-create"),
    path(f"{_NETWORK}plan/", planner.Planner.as_view(), name="planner"),
    path(_HOST, hosting.Host.as_view(), name="host"),
    path(f"{_HOST}endre/", series_forms.SeriesChange.as_view(), name="series-change"),
    path(f"{_HOST}publiser/", series_forms.SeriesPublish.as_view(), name="series-publish"),
    path(f"{_HOST}avlys/", series_forms.SeriesCancel.as_view(), name="series-cancel"),
    path(f"{_HOST}slett/", series_forms.SeriesDelete.as_view(), name="series-delete"),
    path(f"{_HOST}redigerere/", hosting.Hosts.as_view(), name="series-hosts"),
    path(
        f"{_HOST}redigerere/<int:host>/fjern/", hosting.HostRemove.as_view(), name="host-remove"
    ),
    path(f"{_HOST}pameldte/", hosting.HostPeople.as_view(), name="host-people"),
    path(f"{_HOST}pameldte/excel/", hosting.HostPeopleFile.as_view(), name="host-people-file"),
    path(f"{_HOST}logg/", hosting.HostLog.as_view(), name="host-log"),
    path(f"{_HOST}brev/", host_seats.HostMail.as_view(), name="host-mail"),
    path(f"{_HOST}mangler/", host_seats.HostAsk.as_view(), name="host-ask"),
    path(f"{_HOST}meld-pa/", host_seats.HostSignUp.as_view(), name="host-sign-up"),
    path(f"{_SEAT}slipp-inn/", host_seats.SeatAdmit.as_view(), name="seat-admit"),
    path(f"{_SEAT}meld-av/", host_seats.HostWithdraw.as_view(), name="host-withdraw"),
    path(
        f"{_HOST}samling/ny/",
        gathering_forms.GatheringCreate.as_view(),
        name="gathering-create",
    ),
    path(f"{_ONE}endre/", gathering_forms.GatheringChange.as_view(), name="gathering-change"),
    path(f"{_ONE}avlys/", gathering_forms.GatheringCancel.as_view(), name="gathering-cancel"),
    path(
        f"{_ONE}gjenapne/", gathering_forms.GatheringReopen.as_view(), name="gathering-reopen"
    ),
    path(f"{_ONE}slett/", gathering_forms.GatheringDelete.as_view(), name="gathering-delete"),
    path(f"{_ONE}kode/", door.DoorCode.as_view(), name="door-code"),
    path(f"{_ONE}oppmote/", attendance.AttendancePage.as_view(), name="attendance"),
    path(_AGENDA, agenda.Agenda.as_view(), name="agenda"),
    path(f"{_AGENDA}ny/", agenda.ItemCreate.as_view(), name="item-create"),
    path(_ITEM, agenda.ItemChange.as_view(), name="item-change"),
    path(f"{_ITEM}flytt/", agenda.ItemMove.as_view(), name="item-move"),
    path(f"{_ITEM}fjern/", agenda.ItemRemove.as_view(), name="item-remove"),
    path(_SPEAKERS, speakers.Speakers.as_view(), name="speakers"),
    path(f"{_SPEAKERS}ny/", speakers.SpeakerCreate.as_view(), name="speaker-create"),
    path(_SPEAKER, speakers.SpeakerChange.as_view(), name="speaker-change"),
    path(f"{_SPEAKER}fjern/", speakers.SpeakerRemove.as_view(), name="speaker-remove"),
    path(f"{_SPEAKER}lenke/", speakers.SpeakerLink.as_view(), name="speaker-link"),
    path("foredrag/<str:token>/", speakers.SpeakerOwnPage.as_view(), name="speaker-page"),
    path("foredrag/<str:token>/navn/", speakers.SpeakerOwnName.as_view(), name="speaker-name"),
]
