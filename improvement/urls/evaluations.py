from django.urls import path

from improvement.views import evaluations

urlpatterns = [
    path("tiltak/<int:pk>/evaluering/", evaluations.Evaluate.as_view(), name="evaluate"),
]
