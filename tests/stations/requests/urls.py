"""A form that takes a villager's order, and one that keeps no draft; for the tests of drafts."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import include, path

from config.urls import urlpatterns as real
from orders.villagers.models import Villager
from stations.network.models import Station
from stations.requests.claiming import new_token, once
from stations.requests.drafts import keeps_draft
from stations.requests.forms import TokenForm

PAGE = engines["django"].from_string(
    "<form method=post>{% csrf_token %}{{ form.as_p }}</form>"
    "{% for message in messages %}{{ message }}{% endfor %}"
)


class OrderForm(TokenForm):
    name = forms.CharField()
    phone = forms.CharField()
    tags = forms.MultipleChoiceField(choices=[("a", "a"), ("b", "b"), ("c", "c")], required=False)
    password = forms.CharField(required=False)


@keeps_draft
@login_required
def new_order(request):
    form = OrderForm(request.POST or None, initial={"token": new_token()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        result, _repeat = once(
            actor=request.user,
            token=data["token"],
            purpose="order",
            content={"name": data["name"], "phone": data["phone"]},
            work=lambda: (
                Villager.objects.create(
                    station=Station.objects.get(code="FJYX001"), name=data["name"], phone=data["phone"]
                ).pk
            ),
        )
        return redirect(f"/done/{result}/")
    return HttpResponse(PAGE.render({"form": form}, request))


@login_required
def other(request):
    return render(request, "404.html")


urlpatterns = [
    path("order/new/", new_order),
    path("order/second/", new_order),
    path("order/other/", other),
    path("", include(real)),
]
