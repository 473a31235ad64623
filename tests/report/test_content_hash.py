"""The title page names the content by the hash that stands in the protocol file."""

from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Document, Table
from protocol_designer.report.document import compose
from protocol_designer.rules.engine import review
from protocol_designer.storage.protocol_file import ProtocolFile


def printed_hash(document: Document) -> str:
    rows = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
    row = next(row for row in rows if row.cells[0].runs and row.cells[0].runs[0].text == "Content (SHA-256)")
    return "".join(run.text for run in row.cells[1].runs).replace(" ", "")


def test_the_title_page_carries_the_hash_of_the_file(
    tmp_path: Path, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    with ProtocolFile.create(tmp_path / "trial.ketprotocol", sample_trial) as file:
        document = compose(file.trial, review(file.trial, formulary), formulary)
        assert printed_hash(document) == file.sha256
        changed = set_field("identity.short_title", "Another", "Change")(file.trial)
        other = compose(changed, review(changed, formulary), formulary)
        assert printed_hash(other) != file.sha256
