"""The addresses of the API. They have no language: the question says which."""

from django.urls import path, re_path

from releases.api import views

app_name = "api"

urlpatterns = [
    path("", views.guide, name="guide"),
    path("v1/", views.index, name="index"),
    path("v1/releases/", views.releases, name="releases"),
    path("v1/releases/<str:date>/<slug:slug>/", views.release, name="release"),
    path("v1/search/", views.search, name="search"),
    path("v1/tags/", views.tags, name="tags"),
    path("v1/kinds/", views.kinds, name="kinds"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    path("v1/release.schema.json", views.schema, name="schema"),
    # Programs are told in their own format, and of a missing stroke as of everything that is not there: a line
    # feed in a path is none of the characters that a dot means by itself.
    re_path(r"^v1(?P<rest>(?s:.*))\Z", views.nothing, name="nothing"),
]
