from django.urls import path

from portal.views import front

app_name = "portal"
urlpatterns = [path("", front.front, name="front")]
