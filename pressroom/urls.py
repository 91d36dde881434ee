"""The addresses of the whole site; docs/architecture.md has the table."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from pressroom.views.health import healthz, readyz
from pressroom.views.home import home
from pressroom.views.icons import favicon, icon, touch_icon
from pressroom.views.manifest import manifest
from pressroom.views.robots import robots
from pressroom.views.security import security_txt
from releases.urls import image_urlpatterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("favicon.ico", favicon, name="favicon"),
    path("apple-touch-icon.png", touch_icon, name="touch_icon"),
    path("icons/<str:name>", icon, name="icon"),
    path("admin/", admin.site.urls),
    path("api/", include("releases.api.urls")),
    *image_urlpatterns,
]

# The default language has no prefix, the others do.
urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("site.webmanifest", manifest, name="manifest"),
    path("", include("releases.urls")),
    path("", include("comments.urls")),
    prefix_default_language=False,
)

handler404 = "pressroom.views.errors.not_found"
handler500 = "pressroom.views.errors.server_error"

if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))
