from django.urls import path

from improvement.views import log, measure_page, tasks

MEASURE = "tiltak/<int:pk>"

urlpatterns = [
    path(f"{MEASURE}/", measure_page.MeasureDetail.as_view(), name="measure"),
    path(f"{MEASURE}/status/", log.Status.as_view(), name="status"),
    path(f"{MEASURE}/status/<int:entry>/rett/", log.Correct.as_view(), name="status-correct"),
    path(f"{MEASURE}/uendret/", log.Unchanged.as_view(), name="status-unchanged"),
    path(f"{MEASURE}/kladd/", log.Draft.as_view(), name="status-draft"),
    path(f"{MEASURE}/oppgaver/ny/", tasks.TaskAdd.as_view(), name="task-add"),
    path(f"{MEASURE}/oppgaver/<int:task>/", tasks.TaskChange.as_view(), name="task-change"),
    path(f"{MEASURE}/oppgaver/<int:task>/ferdig/", tasks.TaskDone.as_view(), name="task-done"),
    path(
        f"{MEASURE}/oppgaver/<int:task>/fjern/", tasks.TaskRemove.as_view(), name="task-remove"
    ),
]
