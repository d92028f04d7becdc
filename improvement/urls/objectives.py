from django.urls import path

from improvement.views import objectives

urlpatterns = [
    path(
        "kommuner/<str:country>/<str:code>/egne-mal/nytt/",
        objectives.ObjectiveCreate.as_view(),
        name="objective-create",
    ),
    path("egne-mal/<int:pk>/", objectives.ObjectiveDetail.as_view(), name="objective"),
    path(
        "egne-mal/<int:pk>/endre/",
        objectives.ObjectiveChange.as_view(),
        name="objective-change",
    ),
    path(
        "egne-mal/<int:pk>/arkiver/",
        objectives.ObjectiveArchive.as_view(),
        name="objective-archive",
    ),
    path(
        "egne-mal/<int:pk>/hent-tilbake/",
        objectives.ObjectiveRestore.as_view(),
        name="objective-restore",
    ),
]
