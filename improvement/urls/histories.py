from django.urls import path

from improvement.views import audit, histories

urlpatterns = [
    path("historie/<str:model>/<int:pk>/", histories.HistoryPage.as_view(), name="history"),
    path(
        "kommuner/<str:country>/<str:code>/revisjon/",
        audit.Audit.as_view(),
        name="audit",
    ),
    path(
        "kommuner/<str:country>/<str:code>/revisjon/fil.xlsx",
        audit.AuditExport.as_view(),
        name="audit-export",
    ),
]
