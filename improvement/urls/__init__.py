from improvement.urls import (
    closing,
    conflicts,
    evaluations,
    histories,
    localised,
    log,
    measures,
    notices,
    objectives,
    reports,
    rounds,
)

app_name = "improvement"
urlpatterns = [
    *measures.urlpatterns,
    *objectives.urlpatterns,
    *log.urlpatterns,
    *rounds.urlpatterns,
    *evaluations.urlpatterns,
    *conflicts.urlpatterns,
    *localised.urlpatterns,
    *reports.urlpatterns,
    *closing.urlpatterns,
    *notices.urlpatterns,
    *histories.urlpatterns,
]
