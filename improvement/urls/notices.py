from django.urls import path

from improvement.views import notices, ticks

urlpatterns = [
    path("konto/varsler/", notices.Notices.as_view(), name="notices"),
    path("varsler/avslutt/<str:token>/", notices.Unsubscribe.as_view(), name="unsubscribe"),
    path(
        "tiltak/<int:pk>/oppgaver/<int:task>/gjort/",
        ticks.TaskTick.as_view(),
        name="task-tick",
    ),
]
