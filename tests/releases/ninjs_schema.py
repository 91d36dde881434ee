"""ninjs 2.1 as JSON Schema, written from its specification: every name that an object may have, and nothing else.

The IPTC's own file is not kept here; this one says of each name what the specification says of it. Left out are the parts of
GeoJSON: we know of no coordinates.
"""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
URI: Schema = {"type": "string", "format": "uri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NUMBER: Schema = {"type": "number"}


def closed(required: tuple[str, ...] = (), **names: Schema) -> Schema:
    """An object that has these names at most."""
    return {"type": "object", "additionalProperties": False, "properties": names, "required": list(required)}


def several(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def worded(**more: Schema) -> Schema:
    """Texts that say what they are for and how they are written."""
    return several(closed(("value",), role=TEXT, contenttype=TEXT, value=TEXT, **more))


ADDRESS = closed(lines=several(TEXT), locality=TEXT, area=TEXT, postalcode=TEXT, country=TEXT)
CONTACT = closed(type=TEXT, role=TEXT, lang=TEXT, name=TEXT, value=TEXT, address=ADDRESS) | {
    "oneOf": [{"required": ["value"]}, {"required": ["address"]}]
}
NAMED = {"name": TEXT, "rel": TEXT, "uri": URI, "literal": TEXT}
REACHED = {"contactinfo": several(CONTACT)}
PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}

RENDITION = closed(
    ("name",),
    name=TEXT,
    href=URI,
    contenttype=TEXT,
    title=TEXT,
    height=NUMBER,
    width=NUMBER,
    sizeinbytes=NUMBER,
    duration=NUMBER,
    format=TEXT,
)

OBJECT: dict[str, Schema] = {
    "uri": URI,
    "type": one_of("text", "audio", "video", "picture", "graphic", "composite", "component"),
    "representationtype": one_of("full", "partial"),
    "profile": TEXT,
    "version": TEXT,
    "firstcreated": MOMENT,
    "versioncreated": MOMENT,
    "contentcreated": MOMENT,
    "embargoed": MOMENT,
    "pubstatus": one_of("usable", "withheld", "canceled"),
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    "copyrightholder": TEXT,
    "copyrightnotice": TEXT,
    "usageterms": TEXT,
    "ednote": TEXT,
    "language": TEXT,
    "descriptions": worded(),
    "bodies": worded(charcount=NUMBER, wordcount=NUMBER),
    "headlines": worded(),
    "people": several(closed(**NAMED, **REACHED)),
    "organisations": several(
        closed(**NAMED, **REACHED, symbols=several(closed(ticker=TEXT, exchange=TEXT, symboltype=URI, symbol=TEXT)))
    ),
    "places": several(closed(**NAMED, **REACHED)),
    "subjects": several(closed(**NAMED, creator=TEXT, relevance=PERCENT, confidence=PERCENT)),
    "events": several(closed(**NAMED)),
    "objects": several(closed(**NAMED)),
    "infosources": several(closed(name=TEXT, role=TEXT, uri=URI, literal=TEXT, **REACHED)),
    "title": TEXT,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "renditions": several(RENDITION),
    "associations": several({"$ref": "#/$defs/association"}),
    "altids": several(closed(role=TEXT, value=TEXT)),
    "trustindicators": several(closed(role=URI, title=TEXT, href=URI)),
    "standard": closed(name=TEXT, version=TEXT, schema=URI),
    "genres": several(closed(name=TEXT, uri=TEXT, literal=TEXT)),
    "expires": MOMENT,
    "rightsinfo": {
        "type": "object",
        "properties": {"langid": URI, "linkedrights": URI, "encodedrights": TEXT},
        "oneOf": [{"required": ["linkedrights"]}, {"required": ["encodedrights"]}],
    },
}

NINJS: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"association": closed(("name", "uri"), name=TEXT, **OBJECT)},
    **closed(("uri",), **OBJECT),
}
