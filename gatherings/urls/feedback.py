"""Addresses of evaluation forms, and of what a participant takes along or has erased."""

from django.urls import URLPattern, path

from gatherings.views import feedback, feedback_answer, feedback_result, own_data

_HOST = "samlinger/<slug:slug>/vert/samling/<int:number>/vurdering/"
_QUESTION = f"{_HOST}sporsmal/<int:question>/"

urlpatterns: list[URLPattern] = [
    path(_HOST, feedback.Feedback.as_view(), name="feedback"),
    path(f"{_HOST}lag/", feedback.FeedbackCreate.as_view(), name="feedback-create"),
    path(f"{_HOST}endre/", feedback.FeedbackChange.as_view(), name="feedback-change"),
    path(f"{_HOST}slett/", feedback.FeedbackDelete.as_view(), name="feedback-delete"),
    path(f"{_HOST}se/", feedback.FeedbackPreview.as_view(), name="feedback-preview"),
    path(f"{_HOST}sporsmal/ny/", feedback.QuestionCreate.as_view(), name="question-create"),
    path(f"{_QUESTION}endre/", feedback.QuestionChange.as_view(), name="question-change"),
    path(f"{_QUESTION}flytt/", feedback.QuestionMove.as_view(), name="question-move"),
    path(f"{_QUESTION}fjern/", feedback.QuestionRemove.as_view(), name="question-remove"),
    path(f"{_HOST}svar/", feedback_result.FeedbackResult.as_view(), name="feedback-result"),
    path(f"{_HOST}svar/excel/", feedback_result.FeedbackFile.as_view(), name="feedback-file"),
    path(
        "vurdering/<str:token>/",
        feedback_answer.FeedbackAnswer.as_view(),
        name="feedback-answer",
    ),
    path("plass/<str:token>/opplysninger/", own_data.SeatData.as_view(), name="seat-data"),
    path("plass/<str:token>/slett/", own_data.SeatErase.as_view(), name="seat-erase"),
]
