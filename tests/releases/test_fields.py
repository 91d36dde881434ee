"""The body field: the border stands behind every form, and migrations do not know the editor."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from releases import html
from releases.fields import BodyField, BodyFormField
from releases.models import Release


def test_migrations_see_a_plain_text_field():
    _name, path, args, kwargs = BodyField(blank=True).deconstruct()
    assert (path, args, kwargs) == ("django.db.models.TextField", [], {"blank": True})


def test_a_model_form_brings_the_editor_and_cleans_what_it_gets():
    form = modelform_factory(Release, fields=["body"])({"body": "<p onclick=x>Hello<script>1</script></p>"})
    assert isinstance(form.fields["body"], BodyFormField)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["body"] == form.instance.body == "<p>Hello</p>"


def test_the_editors_configuration_reaches_the_page_with_its_own_modules_and_styles():
    form = modelform_factory(Release, fields=["body"])()
    rendered, media = str(form["body"]), str(form.media)
    assert "data-django-prose-editor-configurable" in rendered
    assert "js/admin/editor-paste" in rendered and "js/admin/editor-access" in rendered
    assert media.index("django_prose_editor/editor") < media.index("css/admin-editor")
    assert "style=" not in media and "<style" not in media


def test_validating_the_model_cleans_too():
    release = Release(body="<p style='x'>Hello</p>")
    with pytest.raises(ValidationError):  # the other fields are empty
        release.clean_fields()
    assert release.body == "<p>Hello</p>"


def test_empty_paragraphs_do_not_satisfy_a_required_body():
    with pytest.raises(ValidationError) as refused:
        BodyFormField(extensions=html.EXTENSIONS, required=True).clean("<p> </p><p>&nbsp;</p>")
    assert refused.value.code == "required"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("x" * (html.MAX_LENGTH + 1), "too_long"), ('<p><a href="/relative">x</a></p>', "link")],
)
def test_what_cannot_be_kept_is_an_error_of_the_field(typed, code):
    with pytest.raises(ValidationError) as refused:
        BodyFormField(extensions=html.EXTENSIONS).clean(typed)
    assert refused.value.code == code
