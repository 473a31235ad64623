"""What an amendment says of itself: scope, reasons, effect on safety, data and consent (ICH M11)."""

from enum import StrEnum

from protocol_designer.domain.base import CalendarDate, Line, Node, Prose, Whole, YesNo


class AmendmentScope(StrEnum):
    """Where an amendment holds."""

    GLOBAL = "global"
    COUNTRY = "country"
    SITE = "site"


class AmendmentReason(StrEnum):
    """Why a protocol is amended, as ICH M11 codes it."""

    REGULATORY_REQUEST = "regulatory_request"
    NEW_REGULATORY_GUIDANCE = "new_regulatory_guidance"
    ETHICS_FEEDBACK = "ethics_feedback"
    NEW_SAFETY_INFORMATION = "new_safety_information"
    MANUFACTURING_CHANGE = "manufacturing_change"
    PRODUCT_ADDITION = "product_addition"
    CHANGE_IN_STRATEGY = "change_in_strategy"
    CHANGE_IN_STANDARD_OF_CARE = "change_in_standard_of_care"
    NEW_DATA = "new_data"
    SITE_FEEDBACK = "site_feedback"
    RECRUITMENT_DIFFICULTY = "recruitment_difficulty"
    ERROR_IN_PROTOCOL = "error_in_protocol"
    DESIGN_ERROR = "design_error"
    OTHER = "other"


class Amendment(Node):
    """An amendment to an earlier version. Its changes are computed from the two versions, never typed.

    ``amends`` is the version that it starts from. ``enrolled_so_far`` counts participants at the time.
    """

    identifier: Line | None = None
    amends: Line
    amends_dated: CalendarDate | None = None
    scope: AmendmentScope | None = None
    scope_detail: Line | None = None
    primary_reason: AmendmentReason | None = None
    secondary_reasons: tuple[AmendmentReason, ...] = ()
    reason_detail: Prose | None = None
    summary: Prose | None = None
    affects_safety_or_rights: YesNo | None = None
    safety_effect: Prose | None = None
    affects_data_reliability: YesNo | None = None
    data_effect: Prose | None = None
    needs_new_consent: YesNo | None = None
    consent_effect: Prose | None = None
    enrolled_so_far: Whole | None = None
