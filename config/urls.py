"""URL composition: the only module that knows every app's addresses."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("konto/", include("accounts.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("networks.urls")),
    path("", include("indicators.urls")),
    path("", include("improvement.urls")),
    path("", include("procurement.urls")),
    path("", include("gatherings.urls")),
    path("", include("assessments.urls")),
    path("", include("knowledge.urls")),
    path("", include("portal.urls")),
]
