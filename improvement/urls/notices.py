from django.urls import path

from improvement.views import notices

urlpatterns = [
    path("konto/varsler/", notices.Notices.as_view(), name="notices"),
    path("varsler/avslutt/<str:token>/", notices.Unsubscribe.as_view(), name="unsubscribe"),
]
