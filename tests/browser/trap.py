"""A browser that tells on whatever gets out: script that is not ours, dialogs, windows, navigation, any request elsewhere.

The security policy is switched off in it. What it would stop must not be there in the first place.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.wall import Wall, together

TOLD = "TRAP"

LISTENING = """
(() => {
  const tell = (what) => console.error(`TRAP ${what}`);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...words) => tell(`${name}(${words}) in ${location}`);
  }
  for (const name of ["write", "writeln"]) {
    document[name] = (...words) => tell(`document.${name}(${words}) in ${location}`);
  }
})();
"""
"""Runs before anything else in every document."""

AUDIT = """
() => {
  const found = [];
  const OURS = new Set(["http:", "https:"]);
  const NEVER = "frame, iframe, object, embed, base, applet, style, marquee, portal, xmp, plaintext, [http-equiv]";
  const ADDRESS = /^(xlink:)?(href|src|action|formaction|data|poster|background|ping)$/i;
  const THEIRS = "a[rel~=nofollow], link[rel=canonical], link[rel=alternate]";
  const say = (element, why) => found.push(`${location.pathname}: ${why}: ${element.outerHTML.slice(0, 200)}`);
  for (const element of document.querySelectorAll(NEVER)) say(element, "element");
  for (const script of document.scripts) {
    const own = script.src && /^[/](static|admin[/]jsi18n)[/]/.test(new URL(script.src).pathname);
    if (!own && !/json$/.test(script.type)) say(script, "script");
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.toLowerCase().startsWith("on")) say(element, "handler");
      if (!ADDRESS.test(name) || element.matches("link[rel=icon]")) continue;
      const url = URL.parse(value, document.baseURI);
      // "Send by e-mail" is addressed to nobody, and is made of the release's own words.
      if (element.matches("a.button[href^='mailto:?subject=']")) continue;
      if (!url || !OURS.has(url.protocol)) say(element, `address ${value}`);
      else if (url.origin !== location.origin && !element.matches(THEIRS)) say(element, `elsewhere ${value}`);
    }
  }
  return found;
}
"""
"""What no document of ours holds, whatever readers sent; links of theirs are marked as such."""


@dataclass
class Trap:
    """One browser with the trap set. ``caught`` must stay empty."""

    page: Page
    origins: tuple[str, ...]
    caught: list[str] = field(default_factory=list)
    expected: str = ""

    def set(self) -> None:
        """Listen to everything that a document can do to the outside."""
        context = self.page.context
        context.add_init_script(LISTENING)
        context.on("request", self._request)
        context.on("page", lambda page: self.caught.append(f"new window {page.url}") if page != self.page else None)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.caught.append(f"script error {error} on {self.page.url}"))
        self.page.on("dialog", lambda dialog: (self.caught.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("download", lambda download: self.caught.append(f"download {download.url}"))
        self.page.on("websocket", lambda socket: self.caught.append(f"web socket {socket.url}"))

    def open(self, path: str, *, markup: bool = True) -> Response:
        """Go there as a person does, and look at what came; without ``markup`` the browser shows it in a page of its own."""
        self.expected = path
        response = self.page.goto(path, wait_until="load")
        assert response is not None and response.status == 200, (path, response)
        if markup:
            self.look()
        self.stay()
        return response

    def look(self) -> None:
        """Whether the document is made of nothing but ours."""
        self.caught += self.page.evaluate(AUDIT)

    def stay(self) -> None:
        """Whether nothing led away."""
        if urlsplit(self.page.url).path != urlsplit(self.expected).path:
            self.caught.append(f"{self.expected} became {self.page.url}")

    def hang(self, on: Wall, pages: Iterable[bytes], at_once: int = 25) -> int:
        """Open pages that were fetched already, many at a time; returns how many there were."""
        pages = list(pages)
        for begin in range(0, len(pages), at_once):
            hung = pages[begin : begin + at_once]
            on.body = together(hung)
            self.open(f"{on.origin}/wall/{begin}")
            assert self.page.locator("main").count() == len(hung), "one of them swallowed another"
        return len(pages)

    def _request(self, request: Request) -> None:
        where = urlsplit(request.url)
        if f"{where.scheme}://{where.netloc}" not in self.origins and where.scheme != "data":
            self.caught.append(f"request {request.url[:200]} from {self.page.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # Browsers ask for an icon where a document names none.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.caught.append(f"{message.text} ({message.location['url']}) on {self.page.url}")


@contextmanager
def trapped(chromium: Browser, *origins: str, cookies: dict[str, str] | None = None) -> Iterator[Trap]:
    """A person's browser with the trap set, and with these cookies for the back office."""
    context: BrowserContext = chromium.new_context(base_url=origins[0], bypass_csp=True)
    context.set_default_timeout(30_000)
    context.add_cookies(
        [{"name": name, "value": value, "url": f"{origins[0]}/admin/"} for name, value in (cookies or {}).items()]
    )
    trap = Trap(context.new_page(), origins)
    trap.set()
    yield trap
    context.close()
