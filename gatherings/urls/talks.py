"""Addresses of guidance talks."""

from django.urls import URLPattern, path

from gatherings.views import host_talks, talk_notes, talks

_TALKS = "samlinger/<slug:slug>/samtaler/"
_TALK = f"{_TALKS}<int:talk>/"
_HOST = "samlinger/<slug:slug>/vert/samtaler/"
_HOSTED = f"{_HOST}<int:talk>/"

urlpatterns: list[URLPattern] = [
    path(_TALKS, talks.Talks.as_view(), name="talks"),
    path(_TALK, talks.TalkDetail.as_view(), name="talk"),
    path(
        f"{_TALK}bestill/<str:country>/<str:code>/", talks.TalkBook.as_view(), name="talk-book"
    ),
    path(f"{_TALK}bytt/", talks.TalkRebook.as_view(), name="talk-rebook"),
    path(f"{_TALK}gi-tilbake/", talks.TalkGiveBack.as_view(), name="talk-give-back"),
    path(f"{_TALK}notat/<str:side>/", talk_notes.TalkNoteAdd.as_view(), name="talk-note"),
    path(
        f"{_TALK}notat/<int:note>/fjern/",
        talk_notes.TalkNoteRemove.as_view(),
        name="talk-note-remove",
    ),
    path(_HOST, host_talks.HostTalks.as_view(), name="host-talks"),
    path(f"{_HOST}ny/", host_talks.TalkOffer.as_view(), name="talk-offer"),
    path(f"{_HOSTED}endre/", host_talks.TalkChange.as_view(), name="talk-change"),
    path(f"{_HOSTED}bestill/", host_talks.TalkHostBook.as_view(), name="talk-host-book"),
    path(f"{_HOSTED}avlys/", host_talks.TalkCancel.as_view(), name="talk-cancel"),
    path(f"{_HOSTED}holdt/", host_talks.TalkHeld.as_view(), name="talk-held"),
    path("samtale/<str:token>/kalender.ics", talks.TalkFile.as_view(), name="talk-file"),
]
