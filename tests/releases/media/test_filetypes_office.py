"""OpenDocument and Office Open XML: real documents, and nothing in them that runs or fetches."""

import pytest

from releases.media.filetypes import unpacking
from tests.releases.media import files
from tests.releases.media.files import OOXML
from tests.releases.media.test_filetypes import look, refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def odt(body="", **parts):
    return files.zipped(files.odf_parts("text", body) | parts)


@pytest.mark.parametrize(
    "name", ["Basic/Standard/Module1.xml", "Scripts/python/x.py", "Dialogs/Standard/dialog-lb.xml", "basic/x.xml"]
)
def test_macros_in_opendocument_are_refused(name):
    assert "macros" in refusal(files.zipped(files.odf_parts() | {name: b"<x/>"}), "plan.odt")


@pytest.mark.parametrize(
    "body",
    [
        '<script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:LibreLogo|x.py$run"/>',
        '<s:event-listener xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.0"/>',
        '<text:a xlink:href="vnd.sun.star.script:x?language=Basic">x</text:a>',
        '<text:a xlink:href="&#118;nd.sun.star.script:x">x</text:a>',
        '<text:a xlink:href=" JavaScript:alert(1)">x</text:a>',
        '<text:a xlink:href="macro:///Standard.Module1.Main">x</text:a>',
    ],
)
def test_events_and_links_that_run_something_are_refused(body):
    assert "macros" in refusal(odt(body), "plan.odt")


@pytest.mark.parametrize(
    "body",
    [
        '<draw:image xlink:href="https://example.org/pixel.png"/>',
        '<draw:image xlink:href="file:///etc/passwd"/>',
        '<draw:object xlink:href="//host/share/x.ods"/>',
        '<text:section-source xlink:href="https://example.org/x.odt"/>',
        '<draw:plugin xlink:href="x"/>',
        "<office:dde-source/>",
    ],
)
def test_what_opendocument_loads_from_elsewhere_is_refused(body):
    assert "from elsewhere" in refusal(odt(body), "plan.odt")


def test_links_for_people_and_pictures_inside_stay():
    body = '<text:a xlink:href="https://example.org/">x</text:a><draw:image xlink:href="Pictures/1.png"/>'
    assert look(odt(body, **{"Pictures/1.png": files.PNG}), "plan.odt").extension == "odt"


def test_a_document_with_a_password_is_refused():
    manifest = files.odf_parts()["META-INF/manifest.xml"].replace(
        b"/></m:manifest>", b"><m:encryption-data/></m:file-entry></m:manifest>"
    )
    assert "password" in refusal(odt(**{"META-INF/manifest.xml": manifest}), "plan.odt")
    assert "password" in refusal(OLE, "plan.docx")


@pytest.mark.parametrize("part", ["content.xml", "META-INF/manifest.xml"])
def test_a_document_without_its_main_parts_is_damaged(part):
    parts = files.odf_parts()
    del parts[part]
    assert "damaged" in refusal(files.zipped(parts), "plan.odt")


@pytest.mark.parametrize("kind", ["text-template", "formula", "database", "text "])
def test_other_kinds_of_opendocument_are_not_taken(kind):
    assert "not a kind" in refusal(files.odf(kind), "plan.odt")


def test_a_manifest_that_names_another_kind_is_damage():
    manifest = files.odf_parts("spreadsheet")["META-INF/manifest.xml"]
    assert "damaged" in refusal(odt(**{"META-INF/manifest.xml": manifest}), "plan.odt")


def test_the_declaration_has_to_come_first_and_plain():
    parts = files.odf_parts()
    last = dict(sorted(parts.items()))
    assert refusal(files.zipped(last), "plan.odt")
    packed = files.zipped({"mimetypf": parts.pop("mimetype")} | parts).replace(b"mimetypf", b"mimetype")
    assert "not a kind" in refusal(packed, "plan.odt")
    epub = {"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<x/>"}
    assert "not a kind" in refusal(files.zipped(epub), "book.epub")


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b"<x>",
        b"not xml",
        b"",
        b"\xff\xfe<",
    ],
)
def test_xml_with_entities_or_faults_is_refused(xml):
    assert "cannot be read" in refusal(odt(**{"content.xml": xml}), "plan.odt")
    assert "cannot be read" in refusal(files.ooxml(parts={"[Content_Types].xml": xml}), "plan.docx")
    assert "cannot be read" in refusal(files.ooxml(parts={"word/_rels/document.xml.rels": xml}), "plan.docx")


def test_xml_that_would_fill_the_parsers_memory_is_refused():
    deep = b"<a>" * 900 + b"</a>" * 900
    assert look(odt(**{"content.xml": deep}), "plan.odt").extension == "odt"
    monsters = [
        b"<a>" * 200_000,
        b"<a>" + b"".join(b"<b%d/>" % number for number in range(60_000)) + b"</a>",
        b'<a b="' + b"x" * 8_000_000,
    ]
    for monster in monsters:
        assert "cannot be read" in refusal(
            files.zipped(files.odf_parts() | {"content.xml": monster}, method=0), "plan.odt"
        )


def test_xml_is_read_up_to_a_sum(monkeypatch):
    monkeypatch.setattr(unpacking.Budget.__init__, "__defaults__", (10_000_000, 4_000))
    assert "far larger" in refusal(odt(**{"Object 1/content.xml": b"<a>" + b"tides " * 800 + b"</a>"}), "plan.odt")


@pytest.mark.parametrize(
    "types",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-office.vbaProject",
        "application/vnd.ms-office.activeX+xml",
        "application/vnd.ms-excel.macrosheet+xml",
        "application/VND.ms-office.VBAPROJECT",
    ],
)
def test_types_of_macros_are_refused(types):
    assert "macros" in refusal(files.ooxml("docx", types=types), "plan.docx")


def test_a_docm_under_another_name_is_refused():
    parts = files.ooxml_parts()
    main = f"{OOXML}{files.MAINS['docx'][1]}".encode()
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(main, macro)
    assert "macros" in refusal(files.zipped(parts), "plan.docx")


@pytest.mark.parametrize("kind", ["vbaProject", "control"])
def test_relations_to_macros_are_refused(kind):
    rels = files.relations((kind, "vbaProject.bin", ""))
    assert "macros" in refusal(files.ooxml(parts={"word/_rels/document.xml.rels": rels}), "plan.docx")


def test_a_macro_part_is_refused_by_its_content_however_it_is_declared():
    assert "macros" in refusal(files.ooxml(parts={"word/vbaProject.bin": OLE}), "plan.docx")
    assert "embedded" in refusal(files.ooxml(parts={"word/media/image1.emf": OLE}), "plan.docx")
    assert "embedded" in refusal(files.ooxml(parts={"word/media/image1.png": b"MZ\x90\x00"}), "plan.docx")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.org/evil.dotm"),
        ("attachedTemplate", "file://///host/share/x.dotx"),
        ("attachedTemplate", "\\\\host\\share\\x.dotx"),
        ("image", "https://example.org/pixel.png"),
        ("oleObject", "mhtml:https://example.org/x.html!x-usc:https://example.org/x.html"),
        ("externalLinkPath", "file:///C:/Users/edda/budget.xlsx"),
        ("frame", "https://example.org/"),
        ("subDocument", "x.docx"),
    ],
)
def test_what_office_open_xml_loads_from_elsewhere_is_refused(kind, target):
    rels = files.relations((kind, target, "External"))
    assert "from elsewhere" in refusal(files.ooxml(parts={"word/_rels/settings.xml.rels": rels}), "plan.docx")


def test_a_whole_address_is_elsewhere_even_when_it_is_called_inside():
    rels = files.relations(("image", "https://example.org/pixel.png", ""))
    assert "from elsewhere" in refusal(files.ooxml(parts={"word/_rels/x.xml.rels": rels}), "plan.docx")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "ms-msdt:/id x", "search-ms:query=x", "file://host/x.exe"])
def test_links_that_start_something_are_refused(target):
    rels = files.relations(("hyperlink", target, "External"))
    assert "link" in refusal(files.ooxml(parts={"word/_rels/x.xml.rels": rels}), "plan.docx")


@pytest.mark.parametrize("types", [f"{OOXML}oleObject", "text/html", "message/rfc822"])
def test_objects_and_pages_inside_are_refused(types):
    assert "embedded" in refusal(files.ooxml(types=types), "plan.docx")


def test_the_table_of_a_chart_is_checked_in_turn():
    chart = "ppt/embeddings/Microsoft_Excel_Sheet.xlsx"
    assert look(files.ooxml("pptx", parts={chart: files.ooxml("xlsx")}), "plan.pptx").extension == "pptx"
    spoilt = files.ooxml("xlsx", parts={"xl/vbaProject.bin": OLE})
    assert "macros" in refusal(files.ooxml("pptx", parts={chart: spoilt}), "plan.pptx")
    assert refusal(files.ooxml("pptx", parts={chart: files.zipped({"a.txt": b"a"})}), "plan.pptx")
    assert "embedded" in refusal(files.ooxml("pptx", parts={"ppt/embeddings/x.zip": files.kit()}), "plan.pptx")
    deep = files.ooxml("xlsx")
    for _layer in range(4):
        deep = files.ooxml("xlsx", parts={"xl/embeddings/x.xlsx": deep})
    assert "not a kind" in refusal(deep, "plan.xlsx")


def test_a_document_of_two_kinds_or_none_is_not_taken():
    assert "not a kind" in refusal(files.ooxml(types=f"{OOXML}{files.MAINS['xlsx'][1]}"), "plan.docx")
    none = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<x/>"}
    assert "not a kind" in refusal(files.zipped(none), "plan.docx")


@pytest.mark.parametrize("extension", ["odt", "docx"])
def test_a_document_keeps_to_the_rules_of_archives(extension):
    good = files.odf_parts() if extension == "odt" else files.ooxml_parts()
    name = f"plan.{extension}"
    assert "not safe" in refusal(files.zipped(good | {"../x.xml": b"<x/>"}), name)
    assert "far larger" in refusal(files.zipped(good | {"Pictures/x.bmp": bytes(5_000_000)}), name)
    assert refusal(b"MZ" + files.VALID[extension], name)
    assert refusal(files.VALID[extension] + b"<script>", name)
