"""Addresses of the reader's site: pages, which have a language, and images and files, which have none."""

from django.urls import path, register_converter

from releases import converters
from releases.views import (
    archives,
    calendar,
    cards,
    changes,
    feeds,
    files,
    images,
    lists,
    oembed,
    office,
    preview_link,
    release,
    sitemaps,
    tags,
    texts,
    twins,
)

register_converter(converters.Year, "year")
register_converter(converters.Month, "month")
register_converter(converters.Day, "day")
register_converter(converters.Number, "number")
register_converter(converters.TagSlug, "tag")
register_converter(converters.Key, "key")
register_converter(converters.FeedFormat, "feed_format")
register_converter(converters.SitemapPart, "sitemap_part")

app_name = "releases"

NAMED = "releases/<year:year>/<month:month>/<day:day>/<slug:slug>"
DATED = f"{NAMED}/"

urlpatterns = [
    path("releases/", lists.all_releases, name="list"),
    path("releases/archive/", archives.of_everything, name="archives"),
    path("releases/<year:year>/", archives.of_year, name="year"),
    path("releases/<year:year>/<month:month>/", archives.of_month, name="month"),
    path(DATED, release.current, name="release"),
    path(f"{NAMED}.txt", texts.text, name="text"),
    path(f"{NAMED}.pdf", texts.pdf, name="pdf"),
    path(f"{NAMED}.zip", texts.archive, name="archive"),
    path(f"{NAMED}.json", twins.json, name="json"),
    path(f"{NAMED}.ninjs.json", twins.ninjs, name="ninjs"),
    path(f"{DATED}card.png", cards.of_edition, name="card"),
    path("card.png", cards.site, name="site_card"),
    path(f"{DATED}editions/<number:number>/", release.earlier, name="edition"),
    path(f"{DATED}editions/<number:number>/changes/", changes.of_edition, name="changes"),
    path("tags/", tags.every, name="tags"),
    path("tags/<tag:slug>/", tags.one, name="tag"),
    path("calendar/", calendar.page, name="calendar"),
    path("calendar.ics", calendar.feed, name="calendar_feed"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/releases.<feed_format:form>", feeds.all_releases, name="feed"),
    path("feeds/kinds/<slug:kind>.<feed_format:form>", feeds.of_kind, name="kind_feed"),
    path("feeds/tags/<tag:slug>.<feed_format:form>", feeds.of_tag, name="tag_feed"),
]

# Included beside the pages and not among them: they would get the prefix of a language, and one namespace cannot stand twice.
# A preview link is in the language of the one release that it shows.
image_urlpatterns = [
    path("images/<key:key>/<str:spec>", images.image, name="image"),
    path("files/<key:key>/<str:name>", files.file, name="file"),
    path("feeds/all-languages.<feed_format:form>", feeds.all_languages, name="all_languages_feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemaps/<sitemap_part:name>.xml", sitemaps.part, name="sitemap_part"),
    path("news-sitemap.xml", sitemaps.news_sitemap, name="news_sitemap"),
    path("oembed", oembed.oembed, name="oembed"),
    path("office/<key:key>.png", office.logo, name="office_logo"),
    path("office/<number:number>/<key:style>.css", office.css, name="office_css"),
    path("previews/<str:secret>/", preview_link.page, name="preview_link"),
    path("previews/<str:secret>/images/<key:key>/<str:spec>", preview_link.image, name="preview_link_image"),
    path("previews/<str:secret>/files/<key:key>/<str:name>", preview_link.file, name="preview_link_file"),
]
