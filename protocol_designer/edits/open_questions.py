"""The verbs of settling what a prior study left open: answer a question, choose a value in dispute."""

from protocol_designer.domain.evidence import DisputedValue, OpenQuestion, Provenance
from protocol_designer.domain.interventions import DoseStep, basis_of
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, with_fields, with_value
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.precedents.exchange_text import exchange_text
from protocol_designer.quantities import Quantity


def answer_question(question: OpenQuestion, answer: str) -> Edit:
    """Keep an answer in words; the protocol's values stay. An empty answer opens the question again."""
    text = answer.strip() or None
    label = f"Answer {question.id}" if text else f"Open {question.id} again"
    place = _place(question)
    return Edit(label, lambda trial: with_fields(trial, place, answer=text, reason=None))


def choose_value(question: OpenQuestion, choice: DisputedValue, reason: str) -> Edit:
    """Take over one of the values in dispute: sets the field, keeps its source, the answer and the reason.

    The edit is refused without a reason, when the value is none of those in dispute, or when the place that
    the question is about is gone.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        if not reason.strip():
            raise EditRefused(f"{question.id}: sources disagree, so the choice needs a reason.")
        if question.place is None or choice not in question.choices:
            raise EditRefused(f"{question.id}: “{choice.says}” is none of the values in dispute.")
        trial = _with_choice(trial, question.place, choice)
        entry = Provenance(
            place=question.place,
            value=exchange_text(current(trial, question.place)),
            study=choice.study,
            status=choice.status,
            source=choice.source,
            locator=choice.locator,
        )
        others = tuple(known for known in trial.provenance if known.place != question.place)
        trial = with_value(trial, "provenance", (*others, entry))
        return with_fields(trial, _place(question), answer=choice.says, reason=reason.strip())

    return Edit(f"Choose {choice.says}", change)


def _with_choice(trial: TrialProtocol, place: str, choice: DisputedValue) -> TrialProtocol:
    """Set the value; the amount of a step that has no basis yet brings its own."""
    whole, _, field = place.rpartition(".")
    step = current(trial, whole)
    if field != "amount" or not isinstance(step, DoseStep) or step.basis is not None:
        return with_value(trial, place, choice.value)
    amount = Quantity.parse(str(choice.value))
    return with_fields(trial, whole, amount=amount, basis=basis_of(amount))


def _place(question: OpenQuestion) -> str:
    return f"open_questions[{question.id}]"
