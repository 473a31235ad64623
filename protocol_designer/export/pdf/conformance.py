"""What a file says of itself so that PDF/A and PDF/UA hold: metadata (XMP), colour space, attachment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from protocol_designer.resource_paths import data_path

COLOUR_PROFILE = "sRGB.icc"
_COLOUR_SPACE = "sRGB IEC61966-2.1"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{creator}</pdf:Producer>
<pdf:Keywords>{keywords}</pdf:Keywords>
<pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF: its name, its bytes, what it is."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself, in the document information and in XMP alike."""

    title: str
    author: str
    subject: str
    language: str
    creator: str
    keywords: str
    date: datetime


def add_metadata(document: Any, metadata: Metadata, part: int) -> None:
    """Write XMP that claims PDF/UA-1 and PDF/A of a part, level A.

    ``pdfuaid`` is described, as PDF/A asks of a schema that is not its own (ISO 19005-2, 6.6.2.3.3).
    """
    text = _XMP.format(
        title=escape(metadata.title),
        author=escape(metadata.author),
        subject=escape(metadata.subject),
        language=metadata.language,
        creator=escape(metadata.creator),
        keywords=escape(metadata.keywords),
        date=metadata.date.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        part=part,
    )
    # Metadata are never compressed, so that a program that knows no PDF can find them (ISO 32000-1, 14.3.2).
    stream = pdfdoc.PDFStream(content=text.encode())
    stream.dictionary["Type"] = pdfdoc.PDFName("Metadata")
    stream.dictionary["Subtype"] = pdfdoc.PDFName("XML")
    document.Catalog.Metadata = stream


def add_colour_space(document: Any) -> None:
    """Say that every colour of the document is sRGB, and embed the profile."""
    profile = data_path("resources", "colour", COLOUR_PROFILE).read_bytes()
    stream = pdfdoc.PDFStream(content=profile, filters=[pdfdoc.PDFZCompress])
    stream.dictionary["N"] = 3
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString(_COLOUR_SPACE),
            "Info": pdfdoc.PDFString(_COLOUR_SPACE),
            "DestOutputProfile": document.Reference(stream),
        }
    )
    _set(document.Catalog, "OutputIntents", pdfdoc.PDFArray([document.Reference(intent)]))


def attach(document: Any, attachment: Attachment) -> None:
    """Embed a file and name it in the catalogue as the source of this document."""
    stream = pdfdoc.PDFStream(content=attachment.content, filters=[pdfdoc.PDFZCompress])
    stream.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
    stream.dictionary["Subtype"] = "/application#2Fjson"
    stream.dictionary["Params"] = pdfdoc.PDFDictionary(
        {"Size": len(attachment.content), "ModDate": pdfdoc.PDFDate(ts=document._timeStamp)}
    )
    stored = document.Reference(stream)
    specification = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Filespec"),
            "F": pdfdoc.PDFString(attachment.name),
            "UF": pdfdoc.PDFString(attachment.name),
            "EF": pdfdoc.PDFDictionary({"F": stored, "UF": stored}),
            "Desc": pdfdoc.PDFString(attachment.description),
            "AFRelationship": pdfdoc.PDFName("Source"),
        }
    )
    named = document.Reference(specification)
    names = pdfdoc.PDFArray([pdfdoc.PDFString(attachment.name), named])
    document.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": names})})
    _set(document.Catalog, "AF", pdfdoc.PDFArray([named]))


def _set(catalogue: Any, key: str, value: object) -> None:
    """Give the catalogue an entry that reportlab does not know."""
    setattr(catalogue, key, value)
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, key]
