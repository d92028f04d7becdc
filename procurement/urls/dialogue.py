"""Addresses of the market dialogue."""

from django.urls import URLPattern, path

from procurement.views import dialogue, dialogue_talks

ONE = "behov/<slug:slug>"
QUESTION = f"{ONE}/sporsmal/<int:pk>"
TALK = f"{ONE}/samtaler/<int:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/sporsmal/nytt/", dialogue.QuestionAsk.as_view(), name="question-ask"),
    path(f"{QUESTION}/svar/", dialogue.QuestionAnswer.as_view(), name="question-answer"),
    path(f"{QUESTION}/skjul/", dialogue.QuestionHide.as_view(), name="question-hide"),
    path(f"{QUESTION}/frist/", dialogue.QuestionPromise.as_view(), name="question-promise"),
    path(f"{ONE}/samtaler/", dialogue_talks.Talks.as_view(), name="slot-list"),
    path(f"{TALK}/fjern/", dialogue_talks.TalkRemove.as_view(), name="slot-remove"),
    path(f"{TALK}/lenke/", dialogue_talks.TalkLink.as_view(), name="slot-link"),
    path(f"{TALK}/avlys/", dialogue_talks.TalkCallOff.as_view(), name="slot-call-off"),
    path(f"{TALK}/bestill/", dialogue_talks.TalkBook.as_view(), name="slot-book"),
    path(f"{TALK}/tilbake/", dialogue_talks.TalkReturn.as_view(), name="slot-return"),
    path(f"{ONE}/konferanse/", dialogue_talks.ConferenceLink.as_view(), name="conference-link"),
    path(f"{ONE}/konferanse/plass/", dialogue_talks.SeatTake.as_view(), name="seat-take"),
    path(
        f"{ONE}/konferanse/plass/tilbake/",
        dialogue_talks.SeatReturn.as_view(),
        name="seat-return",
    ),
    path(f"{ONE}/dialog/", dialogue.DialogueLog.as_view(), name="dialogue-log"),
    path(f"{ONE}/dialog.xlsx", dialogue.DialogueFile.as_view(), name="dialogue-file"),
]
