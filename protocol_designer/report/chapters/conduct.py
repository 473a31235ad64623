"""M11 sections 9 to 12: harms, statistics, oversight, supporting details."""

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.blocks import Run
from protocol_designer.report.chapters.amendment import write_prior_amendments
from protocol_designer.report.material import Material, listed, printed, yes_no
from protocol_designer.report.writer import Writer, columns, continued, row


def write_harms(writer: Writer, material: Material) -> None:
    """Write how harms are defined, found and reported."""
    harms = material.trial.harms
    writer.section("9")
    writer.section("9.1")
    writer.prose(harms.definition, "harms.definition", "how harms are defined")
    writer.section("9.2")
    writer.prose(harms.collection, "harms.collection", "how harms are found")
    names = {activity.id: activity.name for activity in material.trial.schedule.activities}
    rows = [
        row(
            event.name,
            "; ".join(names[one] for one in event.activities) or None,
            place=f"harms.events_of_interest[{event.id}]",
        )
        for event in harms.events_of_interest
    ]
    if rows:
        writer.table(
            "Harms that are asked about systematically", columns(0.4, 0.6), ("Harm", "Found by"), rows
        )
    writer.facts(
        "Reporting clocks",
        [
            (
                "Serious and unexpected",
                _days(harms.serious_unexpected_report_days),
                "harms.serious_unexpected_report_days",
            ),
            ("Fatal or life-threatening", _days(harms.fatal_report_days), "harms.fatal_report_days"),
        ],
    )
    writer.prose(harms.reporting, "harms.reporting", "who reports harms to whom")
    writer.section("9.3")
    writer.section("9.4")


def _days(days: int | None) -> str | None:
    return None if days is None else f"Within {days} day{'s' if days != 1 else ''}"


def write_statistics(writer: Writer, material: Material) -> None:
    """Write the analysis as planned."""
    plan = material.trial.statistics
    sample = plan.sample_size
    place = "statistics"
    writer.section("10")
    writer.section("10.1")
    writer.section("10.2")
    writer.prose(plan.analysis_sets, f"{place}.analysis_sets", "the analysis sets")
    writer.section("10.3")
    writer.section("10.4")
    writer.prose(plan.primary_analysis, f"{place}.primary_analysis", "the analysis of the primary endpoint")
    writer.labelled(
        "Missing data", plan.missing_data, f"{place}.missing_data", "how missing data are handled"
    )
    writer.labelled("Sensitivity", plan.sensitivity, f"{place}.sensitivity")
    writer.section("10.5")
    writer.prose(plan.secondary_analysis, f"{place}.secondary_analysis")
    writer.section("10.6")
    writer.section("10.7")
    writer.prose(plan.harms_analysis, f"{place}.harms_analysis", "the analysis of harms")
    writer.section("10.8")
    writer.section("10.9")
    if isinstance(plan.interim, NotApplicable):
        writer.say(f"Not applicable because {continued(plan.interim.because)}", place=f"{place}.interim")
    else:
        writer.prose(plan.interim, f"{place}.interim")
    writer.section("10.10")
    writer.prose(plan.multiplicity, f"{place}.multiplicity")
    writer.section("10.11")
    writer.facts(
        "Sample size",
        [
            (
                "Participants",
                str(sample.total) if sample.total is not None else None,
                f"{place}.sample_size.total",
            ),
            ("Power", printed(sample.power), f"{place}.sample_size.power"),
            (
                "Significance level",
                printed(sample.significance_level),
                f"{place}.sample_size.significance_level",
            ),
            ("Allowance for attrition", printed(sample.attrition), f"{place}.sample_size.attrition"),
        ],
    )
    writer.prose(sample.reasoning, f"{place}.sample_size.reasoning", "the reasoning behind the sample size")


def write_oversight(writer: Writer, material: Material) -> None:
    """Write ethics, oversight, consent, data."""
    own = material.trial.oversight
    place = "oversight"
    writer.section("11")
    writer.section("11.1")
    writer.prose(own.ethics_approval, f"{place}.ethics_approval", "the approval by the ethics board")
    writer.labelled("Authorisation", own.authorisation.reference, f"{place}.authorisation.reference")
    writer.labelled(
        "Exemption", own.authorisation.exemption_reasoning, f"{place}.authorisation.exemption_reasoning"
    )
    writer.labelled("Amendments", own.amendments, f"{place}.amendments")
    writer.section("11.2")
    watcher = word(own.safety_oversight) if own.safety_oversight else None
    if watcher:
        writer.say(f"Accruing safety data are watched by: {watcher}.", place=f"{place}.safety_oversight")
    else:
        writer.gap("who watches the accruing safety data", f"{place}.safety_oversight")
    writer.prose(own.safety_oversight_details, f"{place}.safety_oversight_details")
    writer.labelled("Monitoring of the trial", own.trial_monitoring, f"{place}.trial_monitoring")
    writer.labelled("Role of the sponsor", material.trial.identity.sponsor_role, "identity.sponsor_role")
    writer.labelled("Funding", material.trial.identity.funding, "identity.funding", "the funding")
    _write_consent(writer, material)
    writer.section("11.4")
    _write_people(writer, material)
    writer.section("11.5")
    writer.prose(own.insurance, f"{place}.insurance")
    writer.section("11.6")
    writer.section("11.7")
    writer.prose(own.data_management, f"{place}.data_management", "how data are managed")
    writer.section("11.8")
    writer.prose(own.confidentiality, f"{place}.confidentiality", "how personal data are protected")
    writer.facts(
        "Confidentiality",
        [
            (
                "Certificate of confidentiality",
                yes_no(own.has_certificate_of_confidentiality),
                f"{place}.has_certificate_of_confidentiality",
            ),
            (
                "Its limits stand in the consent form",
                yes_no(own.limits_of_confidentiality_in_consent),
                f"{place}.limits_of_confidentiality_in_consent",
            ),
        ],
    )
    for number in ("11.9", "11.10", "11.11"):
        writer.section(number)
    writer.section("11.12")
    writer.prose(own.dissemination, f"{place}.dissemination")
    writer.labelled(
        "Protocol and plan of analysis",
        own.document_access,
        f"{place}.document_access",
        "where the protocol and the plan of analysis can be read",
    )
    writer.labelled("Data sharing", own.data_sharing, f"{place}.data_sharing", "whether data are shared")


def _write_consent(writer: Writer, material: Material) -> None:
    consent = material.trial.oversight.consent
    place = "oversight.consent"
    writer.section("11.3")
    topics = listed([word(topic) for topic in consent.information_topics])
    writer.facts(
        "Consent",
        [
            ("Taken by", consent.who_takes_it, f"{place}.who_takes_it"),
            ("Taken while sober", yes_no(consent.is_taken_sober), f"{place}.is_taken_sober"),
            (
                "Taken before preparation sessions",
                yes_no(consent.is_taken_before_preparation),
                f"{place}.is_taken_before_preparation",
            ),
            (
                "Capacity checked on each dosing day",
                yes_no(consent.capacity_is_checked_on_dosing_day),
                f"{place}.capacity_is_checked_on_dosing_day",
            ),
            (
                "Topics of the information sheet",
                topics[:1].upper() + topics[1:] or None,
                f"{place}.information_topics",
            ),
        ],
    )
    writer.labelled(
        "Withdrawal on the dosing day", consent.withdrawal_on_dosing_day, f"{place}.withdrawal_on_dosing_day"
    )
    writer.labelled("Payment of participants", consent.payment, f"{place}.payment")
    later, later_place = material.trial.oversight.ancillary_consent, "oversight.ancillary_consent"
    if isinstance(later, NotApplicable):
        writer.say(
            Run("Later use of data and specimens. ", is_bold=True),
            f"Not applicable because {continued(later.because)}",
            place=later_place,
        )
    else:
        missing = "whether data and specimens may be used later"
        writer.labelled("Later use of data and specimens", later, later_place, missing)


def _write_people(writer: Writer, material: Material) -> None:
    rows = []
    for person in material.trial.identity.people:
        place = f"identity.people[{person.id}]"
        interests = row(person.interests, place=f"{place}.interests").cells[0]
        rows.append(
            row(
                person.name,
                title_word(person.role),
                person.affiliation or "–",
                person.contact or "–",
                interests,
                place=place,
            )
        )
    if rows:
        header = ("Name", "Role", "Affiliation", "Contact", "Interests")
        writer.table("Contributors", columns(0.16, 0.14, 0.22, 0.31, 0.17), header, rows)


def write_appendices(writer: Writer, material: Material) -> None:
    """Write the appendix for supporting details."""
    writer.section("12")
    for number in ("12.1", "12.2"):
        writer.section(number)
    write_prior_amendments(writer, material)
