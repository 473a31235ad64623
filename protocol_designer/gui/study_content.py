"""What the browser's preview shows of a prior study, of an own template, and of an empty list."""

from functools import partial

from PySide6.QtCore import QCoreApplication

from protocol_designer.gui.study_preview import PreviewContent
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.template import Template
from protocol_designer.report.figures.schema_events import schema_events
from protocol_designer.report.figures.study_schema import study_schema
from protocol_designer.report.figures.trial_schema import trial_schema
from protocol_designer.report.own_sheet import own_headline, own_sheet, questions_open
from protocol_designer.report.study_sheet import citation_lines, headline, questions_left, study_sheet
from protocol_designer.storage.own_templates import OwnTemplateFile


def _tr(text: str) -> str:
    return QCoreApplication.translate("study_content", text)


def study_content(template: Template, library: TemplateLibrary) -> PreviewContent:
    """Describe a prior study."""
    if template.protocol is None:
        told = _tr("Evidence only, starts no protocol: {why}").format(why=template.why_not)
    else:
        told = _tr("A protocol can start from this study. {left}").format(left=questions_left(template))
    return PreviewContent(
        template.label,
        headline(template),
        told,
        citation_lines(template),
        partial(study_schema, template),
        study_sheet(template, library),
    )


def own_content(file: OwnTemplateFile, library: TemplateLibrary) -> PreviewContent:
    """Describe an own template, or say why its file cannot be used."""
    template = file.template
    if template is None:
        told = _tr("{problem} The file is left as it is; mend it, or delete it here.")
        return PreviewContent(
            file.path.name, _tr("Cannot be used"), told.format(problem=file.problem), (str(file.path),)
        )
    told = _tr("Yours, not evidence: nothing in it is known to have been done in a study.")
    if template.protocol.open_questions:
        told += f" {questions_open(template.protocol)}"
    paragraphs = (template.description,) if template.description else ()
    can_draw = bool(schema_events(template.protocol).marks)
    return PreviewContent(
        template.name,
        own_headline(template),
        told,
        paragraphs,
        partial(trial_schema, template.protocol) if can_draw else None,
        own_sheet(template, library),
    )


def nothing_content(is_own: bool, has_any: bool) -> PreviewContent:
    """Say why the list is empty and what to do about it."""
    if is_own and not has_any:
        told = _tr("File, Save as a template keeps the open protocol here, to start the next one from.")
        return PreviewContent(_tr("You have no templates yet"), "", told)
    told = _tr("Use fewer words, or clear the filters.") if not is_own else _tr("Use fewer words.")
    return PreviewContent(_tr("Nothing fits"), "", told)
