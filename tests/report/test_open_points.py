"""What a final document must not leave open: empty sections, gaps, key facts of title page and amendment."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.document import compose
from protocol_designer.report.open_points import open_points, placed_points
from protocol_designer.rules.engine import review


def points(trial: TrialProtocol, formulary: Formulary) -> tuple[str, ...]:
    return open_points(compose(trial, review(trial, formulary), formulary, "submission"))


def changed(trial: TrialProtocol, branch: str, **fields: object) -> TrialProtocol:
    form = trial.model_dump(mode="json")
    form[branch] |= fields
    return TrialProtocol.model_validate(form)


def test_the_complete_sample_leaves_nothing_open(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    assert points(sample_trial, formulary) == ()


def test_an_empty_section_is_open_until_it_does_not_apply(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    form = sample_trial.model_dump(mode="json")
    form["narrative"] = [section for section in form["narrative"] if section["number"] != "8.5"]
    told = points(TrialProtocol.model_validate(form), formulary)
    assert told == (
        "Section 8.5, Pharmacokinetics: it has no content; write it, or say why it does not apply.",
    )


def test_a_gap_is_open(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    told = points(changed(sample_trial, "harms", definition=None), formulary)
    assert told == ("Section 9.1, Definitions: how harms are defined is not decided yet.",)


def test_a_missing_key_fact_of_the_title_page_is_open(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = changed(sample_trial, "identity", version_date=None, sponsor_name=None, sponsor_address=None)
    assert set(points(trial, formulary)) == {
        "Title page: “Date of version” is not decided.",
        "Title page: “Sponsor” is not decided.",
    }


def test_an_acronym_may_be_missing(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    assert points(changed(sample_trial, "identity", acronym=None), formulary) == ()


def test_an_amendment_must_say_why(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    form = sample_trial.model_dump(mode="json") | {"amendment": {"amends": "1.0"}}
    told = points(TrialProtocol.model_validate(form), formulary)
    assert "Amendment: “Main reason” is not decided." in told
    assert "Amendment: “Substantial effect on safety or rights of participants” is not decided." in told


def test_a_section_whose_table_holds_nothing_is_open(
    blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    told = points(blank_trial, formulary)
    assert "Section 5.4, Contraception: nothing in it is decided." in told
    assert "Title page: the full title is not decided." in told


def test_each_point_names_the_place_that_settles_it(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = changed(sample_trial, "identity", sponsor_name=None, sponsor_address=None)
    trial = changed(trial, "harms", definition=None)
    document = compose(trial, review(trial, formulary), formulary, "submission")
    assert [point.place for point in placed_points(document)] == ["identity.sponsor_name", "harms.definition"]
