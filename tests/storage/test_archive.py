"""An archive PDF gives its protocol back; any other PDF is refused in one sentence and followed nowhere."""

import zlib
from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.export import pdf_bytes
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review
from protocol_designer.storage.opening import read_protocol
from protocol_designer.storage.problems import StorageProblem


@pytest.fixture(scope="module")
def archives() -> dict[str, bytes]:
    return {}


def _pdf(trial: TrialProtocol, formulary: Formulary, profile: str, made: dict[str, bytes]) -> bytes:
    if profile not in made:
        made[profile] = pdf_bytes(trial, review(trial, formulary), formulary, profile, "a4")
    return made[profile]


def test_an_archive_gives_the_protocol_back(
    tmp_path: Path, blank_trial: TrialProtocol, formulary: Formulary, archives: dict[str, bytes]
) -> None:
    path = tmp_path / "study.pdf"
    path.write_bytes(_pdf(blank_trial, formulary, "archive", archives))
    assert read_protocol(path) == blank_trial


@pytest.mark.parametrize("profile", ["draft", "submission"])
def test_a_pdf_without_a_protocol_says_which_can_be_opened(
    tmp_path: Path, blank_trial: TrialProtocol, formulary: Formulary, profile: str, archives: dict[str, bytes]
) -> None:
    path = tmp_path / "study.pdf"
    path.write_bytes(_pdf(blank_trial, formulary, profile, archives))
    with pytest.raises(StorageProblem, match="holds no protocol; only a PDF exported in the archive profile"):
        read_protocol(path)


def _embedding(packed: bytes, length: int | None = None) -> bytes:
    size = length or len(packed)
    head = f"1 0 obj\n<< /Filter [ /FlateDecode ] /Length {size} /Type /EmbeddedFile\n>>\nstream\n"
    return b"%PDF-1.7\n" + head.encode() + packed + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    "content",
    [
        _embedding(b"not packed at all"),
        _embedding(zlib.compress(b"{}")[:-3]),
        _embedding(zlib.compress(b"\xff\xfe")),
        _embedding(zlib.compress(b"{}"), length=3),
        _embedding(zlib.compress(b"0" * 60_000_000)),
        b"%PDF-1.7\n/Type /EmbeddedFile",
        b"%PDF-1.7\n1 0 obj << /Length 9 0 R /Filter /FlateDecode /Type /EmbeddedFile >>\nstream\nx",
    ],
)
def test_a_strange_pdf_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strange.pdf"
    path.write_bytes(content)
    with pytest.raises(StorageProblem, match=r"cannot be unpacked.*; open the protocol file itself\.$"):
        read_protocol(path)


def test_what_is_inside_is_read_as_strictly_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    path.write_bytes(_embedding(zlib.compress(b'{"arms": 3}')))
    with pytest.raises(StorageProblem, match="arms"):
        read_protocol(path)
