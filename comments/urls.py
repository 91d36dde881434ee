"""Addresses of replies; pages in a language, like the releases they belong to."""

from django.urls import path

from comments.views.data import data
from comments.views.feed import feed
from comments.views.place import place
from comments.views.privacy import confirmation
from comments.views.reply import reply
from comments.views.report import report
from comments.views.subscription import end_wish, never, wish
from comments.views.syndication import json_feed, rss
from comments.views.waiting import edit, take_back, waiting
from releases.urls import DATED

app_name = "comments"

urlpatterns = [
    path(f"{DATED}replies/", reply, name="reply"),
    path(f"{DATED}replies.atom", feed, name="feed"),
    path(f"{DATED}replies.rss", rss, name="rss"),
    path(f"{DATED}replies.feed.json", json_feed, name="json_feed"),
    path(f"{DATED}replies.json", data, name="data"),
    path(f"{DATED}replies/<key:key>/", place, name="place"),
    path(f"{DATED}replies/<key:key>/report/", report, name="report"),
    path("replies/requests/<str:token>/", confirmation, name="privacy"),
    path("replies/wishes/<key:key>/", wish, name="wish"),
    path("replies/wishes/<key:key>/end/", end_wish, name="end_wish"),
    path("replies/wishes/<key:key>/never/", never, name="never"),
    path("replies/<str:token>/", waiting, name="waiting"),
    path("replies/<str:token>/edit/", edit, name="edit"),
    path("replies/<str:token>/take-back/", take_back, name="take_back"),
]
