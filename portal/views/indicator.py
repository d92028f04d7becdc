from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.generic import View


@method_decorator(login_not_required, name="dispatch")
class Stub(View):
    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponseBase:
        raise Http404
