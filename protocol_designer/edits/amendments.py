"""Verbs of an amendment: begin the next version, and say why and with what effect."""

from datetime import date

from protocol_designer.domain.amendment import Amendment
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_fields, with_value
from protocol_designer.edits.edit import Edit, EditRefused


def begin_amendment(version: str, identifier: str | None = None) -> Edit:
    """Begin an amendment of the version that the title page names; the next version gets its own number.

    The block of an earlier amendment joins the prior amendments. Refused without a version to amend.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        identity = trial.identity
        if identity.version is None:
            raise EditRefused("only a protocol with a version can be amended; name its version first")
        if version == identity.version:
            raise EditRefused(
                f"version {version} is the one to be amended; give the next version another number"
            )
        prior = trial.prior_amendments
        if trial.amendment is not None:
            prior = (*prior, trial.amendment)
        amendment = Amendment(
            identifier=identifier, amends=identity.version, amends_dated=identity.version_date
        )
        trial = with_fields(trial, "", amendment=amendment, prior_amendments=prior)
        return with_fields(trial, "identity", version=version, version_date=None, is_original=False)

    return Edit(f"Begin version {version}", change)


def date_version(day: date | None) -> Edit:
    """Date the version that the title page names."""
    return Edit("Date the version", lambda trial: with_value(trial, "identity.version_date", day))


def withdraw_amendment() -> Edit:
    """Take an amendment back that was begun by mistake: the version that it amends is current again."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        if trial.amendment is None:
            return trial
        amendment, prior = trial.amendment, trial.prior_amendments
        trial = with_fields(trial, "", amendment=prior[-1] if prior else None, prior_amendments=prior[:-1])
        return with_fields(
            trial,
            "identity",
            version=amendment.amends,
            version_date=amendment.amends_dated,
            is_original=not prior,
        )

    return Edit("Withdraw the amendment", change)
