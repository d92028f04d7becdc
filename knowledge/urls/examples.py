"""Addresses of good examples."""

from django.urls import URLPattern, path

from knowledge.views import example_forms, examples

ALL = "kunnskap/eksempler"
ONE = f"{ALL}/<slug:slug>"
PLACE = "<str:country>/<str:code>"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", examples.ExampleList.as_view(), name="example-list"),
    path(f"{ALL}/ny/", example_forms.ExampleStart.as_view(), name="example-start"),
    path(f"{ALL}/ny/{PLACE}/", example_forms.ExampleCreate.as_view(), name="example-create"),
    path(f"{ALL}/send/", example_forms.ExampleSend.as_view(), name="example-send"),
    path(f"{ALL}/venter/", examples.ExampleQueue.as_view(), name="example-queue"),
    path(f"{ONE}/endre/", example_forms.ExampleChange.as_view(), name="example-change"),
    path(f"{ONE}/publiser/", examples.ExamplePublish.as_view(), name="example-publish"),
    path(f"{ONE}/trekk/", examples.ExampleWithdraw.as_view(), name="example-withdraw"),
    path(f"{ONE}/svar/", examples.ExampleVerdict.as_view(), name="example-verdict"),
    path(f"{ONE}/vi-ogsa/{PLACE}/", examples.ExampleToo.as_view(), name="example-too"),
    path(
        f"{ONE}/vi-ogsa/{PLACE}/angre/",
        examples.ExampleTooUndo.as_view(),
        name="example-too-undo",
    ),
    path(f"{ONE}/", examples.ExampleDetail.as_view(), name="example"),
]
