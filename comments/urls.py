"""Addresses of replies; pages in a language, like the releases they belong to."""

from django.urls import path

from comments.views.reply import reply
from comments.views.waiting import waiting
from releases.urls import DATED

app_name = "comments"

urlpatterns = [
    path(f"{DATED}replies/", reply, name="reply"),
    path("replies/<str:token>/", waiting, name="waiting"),
]
