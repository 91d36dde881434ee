"""Pictures in a body: one form is stored, readers get theirs, and what is not of the library stays out."""

import pytest
from django.core.exceptions import ValidationError

from releases import html
from releases.fields import BodyField
from releases.prose.model import Figure, Run

KEY = "Ab_-" * 6
OTHER = "z" * 24
PICTURE = f'<img data-file="{KEY}" alt="A ferry">'


class TestCleaned:
    @pytest.mark.parametrize(
        ("given_html", "expected"),
        [
            (f"<figure>{PICTURE}</figure>", f"<figure>{PICTURE}</figure>"),
            (PICTURE, f"<figure>{PICTURE}</figure>"),
            (f"<p>a {PICTURE} b</p>", f"<p>a</p><figure>{PICTURE}</figure><p>b</p>"),
            # As the editor writes it.
            (
                f'<figure><img data-file="{KEY}" alt="A ferry" src="/x"><figcaption><span>In <b>May</b></span>'
                "<cite>Ana</cite></figcaption></figure>",
                f"<figure>{PICTURE}<figcaption>In <strong>May</strong><cite>Ana</cite></figcaption></figure>",
            ),
            (
                f'<figure><img data-file="{KEY}" alt="ignored" data-decorative="true"></figure>',
                f'<figure><img data-file="{KEY}" alt="" data-decorative=""></figure>',
            ),
            (f'<img data-file="{KEY}">', f'<figure><img data-file="{KEY}" alt=""></figure>'),
            (f"<figure>{PICTURE}<figcaption> <p></p></figcaption></figure>", f"<figure>{PICTURE}</figure>"),
            (
                f"<figure>{PICTURE}<figcaption><cite>Ana <b>B</b></cite></figcaption></figure>",
                f"<figure>{PICTURE}<figcaption><cite>Ana B</cite></figcaption></figure>",
            ),
            # A caption is one line.
            (
                f"<figure>{PICTURE}<figcaption><p>One</p><ul><li>two<br>three</ul></figcaption></figure>",
                f"<figure>{PICTURE}<figcaption>One two three</figcaption></figure>",
            ),
        ],
    )
    def test_a_figure_is_written_in_one_way(self, given_html, expected):
        assert html.clean(given_html) == expected
        assert html.clean(expected) == expected

    @pytest.mark.parametrize(
        ("given_html", "expected"),
        [
            ("<figure><img src=a.jpg alt=b><figcaption>The <cite>Ana</cite></figcaption></figure>", "<p>The <em>Ana</em></p>"),
            ('<figure><img data-file="17" src="/media/a.jpg"></figure>', ""),
            (f'<img data-file="{KEY}x">', ""),
            (f'<img data-file="{KEY[:-1]}/">', ""),
            ("<figure><table><tr><td>a<td>b</table><figcaption>c</figcaption></figure>",
             "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table><p>c</p>"),
        ],
    )  # fmt: skip
    def test_a_picture_that_is_not_of_the_library_is_dropped_and_its_caption_kept(self, given_html, expected):
        assert html.clean(given_html) == expected

    @pytest.mark.parametrize(
        ("given_html", "expected"),
        [
            (f"<blockquote><p>a</p>{PICTURE}<p>b</p></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
            (f"<ul><li>a<ul><li>{PICTURE}b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
            (f"<table><tr><td>a{PICTURE}<td>b</table>", "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
            (f"<table><tr><td>{PICTURE}</table>", ""),
        ],
    )
    def test_a_picture_within_something_is_lifted_out_behind_it(self, given_html, expected):
        figure = f"<figure>{PICTURE}</figure>"
        assert html.clean(f"{given_html}<p>after</p>") == f"{expected}{figure}<p>after</p>"

    def test_words_of_a_picture_cannot_leave_their_attribute(self):
        cleaned = html.clean(f'<img data-file="{KEY}" alt="&quot;><script>alert(1)</script>" onerror="x()">')
        assert cleaned == (
            f'<figure><img data-file="{KEY}" alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"></figure>'
        )

    def test_an_alternative_text_that_is_too_long_is_refused_and_not_cut(self):
        assert html.clean(f'<img data-file="{KEY}" alt="{"x" * 125}">')
        with pytest.raises(html.TooLong, match="longer than 125"):
            html.clean(f'<img data-file="{KEY}" alt="{"x" * 126}">')
        with pytest.raises(html.TooLong, match="longer than 200"):
            html.clean(f"<figure>{PICTURE}<figcaption><cite>{'x' * 201}</cite></figcaption></figure>")

    def test_the_form_says_so_beside_the_field(self):
        field = BodyField(blank=True).formfield()
        with pytest.raises(ValidationError, match="longer than 125"):
            field.clean(f'<p>a</p><img data-file="{KEY}" alt="{"x" * 126}">')

    def test_a_form_that_only_names_the_picture_in_the_editors_way_has_not_changed(self):
        field = BodyField(blank=True).formfield()
        stored = f"<figure>{PICTURE}<figcaption>In May<cite>Ana</cite></figcaption></figure><p>a</p>"
        edited = (
            stored.replace("In May", "<div><div>In May</div></div>").replace("alt=", 'src="/admin/x" alt=') + "<p></p>"
        )
        assert not field.has_changed(stored, edited)
        assert field.has_changed(stored, edited.replace("May", "June"))


class TestRead:
    def test_the_pictures_of_a_body_are_found_in_order(self):
        body = f'<p>a</p><img data-file="{OTHER}" data-decorative><figure>{PICTURE}<figcaption>b<cite>c</cite></figure>'
        assert html.figures_of(body) == [
            Figure(OTHER, decorative=True),
            Figure(KEY, "A ferry", runs=[Run("b")], credit="c"),
        ]
        assert html.figures_of("<p>data-file</p>") == []

    def test_a_caption_is_text_and_a_credit_or_an_alternative_text_is_not(self):
        body = f"<p>Ten</p><figure>{PICTURE}<figcaption>In <b>May</b><cite>Ana</cite></figcaption></figure><p>End</p>"
        assert html.plain_text(body) == "Ten In May End"


class TestForReaders:
    def test_each_picture_is_drawn_and_its_words_stand_under_it(self):
        body = (
            f"<p>a</p><figure>{PICTURE}<figcaption>b <i>c</i><cite>d &amp; e</cite></figcaption></figure><p>f</p>"
            f'<img data-file="{OTHER}">'
        )
        shown = html.readers_html(body, lambda figure: f'<picture><img src="/{figure.key}"></picture>')
        assert shown == (
            f'<p>a</p><figure><picture><img src="/{KEY}"></picture><figcaption>b <em>c</em><cite>d &amp; e</cite>'
            f'</figcaption></figure><p>f</p><figure><picture><img src="/{OTHER}"></picture></figure>'
        )

    def test_without_markup_the_picture_is_left_out_and_its_caption_kept(self):
        body = f"<figure>{PICTURE}<figcaption>b<cite>c</cite></figcaption></figure>"
        assert html.readers_html(body, lambda _figure: "") == "<p>b</p>"

    def test_a_body_without_pictures_is_what_it_always_was(self):
        body = '<h2>a</h2><ul><li>b<ol start="3"><li>c</li></ol></li></ul><p><a href="https://example.org/">d</a></p>'
        assert html.readers_html(body, lambda _figure: "never") == html.clean(body)

    def test_what_is_hostile_in_a_body_is_gone_before_anything_is_drawn(self):
        picture = f'<img data-file="{KEY}" onerror="x()">'
        hostile = f'<p onclick="x()">a</p><figure onclick="x()">{picture}<figcaption><script>1</script>b'
        assert html.readers_html(hostile, lambda _figure: "<i></i>") == (
            "<p>a</p><figure><i></i><figcaption>b</figcaption></figure>"
        )
