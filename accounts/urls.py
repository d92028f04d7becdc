from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.Profile.as_view(), name="profile"),
    # In front of allauth's own page of the same address.
    path("confirm-email/<str:key>/", views.ConfirmEmail.as_view(), name="confirm-email"),
]
