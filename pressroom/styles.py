"""Which style sheets every reader's page has, and how they travel: one by one to a developer, as one file to a reader."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE_SHEETS = (
    "css/tokens.css",
    "css/fonts.css",
    "css/base.css",
    "css/masthead.css",
    "css/layout.css",
    "css/cards.css",
    "css/release.css",
    "css/article.css",
    "css/forms.css",
    "css/paging.css",
    "css/notices.css",
    "css/replies.css",
)
"""In the order of the cascade."""

PRINT_SHEETS = ("css/print.css",)
"""After the others, and for paper only."""

SITE_BUNDLE = "css/site.css"
"""All of the above. It lies in the folder of its parts, so that their relative addresses stay right."""

_SCRIPT = re.compile(r"js/[a-z-]+\.js")
"""What readers' pages load; the back office's stay as they are."""

# What may hold "/*" without beginning a comment is matched first, and kept.
_COMMENT = re.compile(
    r"""(?P<kept>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)"']*\))|/\*.*?\*/""", re.DOTALL | re.IGNORECASE
)


class BundlingStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise tells no types
    """Production's static files: the site's sheets also as one, scripts without comments, everything hashed and compressed.

    Twelve small answers cost a reader's page twelve requests before its first line is drawn, and each is compressed
    without knowing the others (measured with brotli: 10.3 KB in twelve, 7.6 KB together). There is no tool to run and nothing
    generated to commit: ``collectstatic``, which has to run anyway, puts the file together.
    """

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        """Write the bundle among the collected files, then go on with it as with any other."""
        if not dry_run:
            self._put(paths, SITE_BUNDLE, self._bundle(paths))
            for name in [name for name in paths if _SCRIPT.fullmatch(name)]:
                self._put(paths, name, slim_script(_text(paths, name)))
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _put(self, paths: dict[str, Any], name: str, text: str) -> None:
        """Let a collected file say this."""
        self.delete(name)
        self._save(name, ContentFile(text.encode()))
        paths[name] = (self, name)

    def _bundle(self, paths: dict[str, Any]) -> str:
        screen = "\n".join(slim(_text(paths, name)) for name in SITE_SHEETS)
        paper = "\n".join(slim(_text(paths, name)) for name in PRINT_SHEETS)
        return f"{screen}\n@media print {{\n{paper}\n}}\n"


def slim(css: str) -> str:
    """A sheet without comments, indentation and empty lines. Compression does the rest better than rewriting would."""
    bare = _COMMENT.sub(_without_comment, css)
    return "\n".join(line for each in bare.splitlines() if (line := each.strip()))


def slim_script(script: str) -> str:
    """A script without the lines that only a developer reads: a third of what our small ones weigh, compressed.

    One that holds a text of several lines stays as it is: a line of that could look like a comment.
    """
    lines = script.splitlines(keepends=True)
    if any(line.count("`") % 2 for line in lines) or "/*" in script:
        return script
    return "".join(line for line in lines if not line.lstrip().startswith("//"))


def _without_comment(found: re.Match[str]) -> str:
    if found["kept"] is not None:
        return found["kept"]
    # Between two letters a comment keeps them apart (CSS Syntax 3, 4.3.2): what stays then is the shortest one.
    before, after = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    return "/**/" if before.strip() and after.strip() else ""


def _text(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode("utf-8"))
