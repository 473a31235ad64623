"""Who may take part: bounds on weight and age, and criteria that carry a code a rule can read."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from protocol_designer.domain.base import (
    Age,
    BodyMassIndex,
    BodyWeight,
    Line,
    Node,
    Part,
    Prose,
    Whole,
    YesNo,
)
from protocol_designer.domain.codes import ConditionCode, Measure, Relation
from protocol_designer.domain.measured import check_unit
from protocol_designer.quantities import Quantity


class CriterionKind(StrEnum):
    """Whether meeting the criterion lets in or keeps out."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


class NumericBound(Node):
    """The measured part of a criterion, such as systolic blood pressure above 140 mmHg."""

    measure: Measure
    relation: Relation
    value: Quantity

    @model_validator(mode="after")
    def _unit_fits_measure(self) -> Self:
        check_unit(self.measure, self.value)
        return self


class Criterion(Part):
    """One eligibility criterion, answerable with yes or no."""

    kind: CriterionKind
    text: Prose
    codes: tuple[ConditionCode, ...] = ()
    bounds: tuple[NumericBound, ...] = ()
    reason: Prose | None = None
    verified_by: Line | None = None


class PregnancyPolicy(Node):
    """How pregnancy is ruled out and avoided."""

    may_enrol_people_who_can_become_pregnant: YesNo | None = None
    test_within_days_before_first_dose: Whole | None = Field(default=None, ge=0, le=60)
    is_tested_each_dosing_day: YesNo | None = None
    contraception_weeks_after_last_dose: Whole | None = Field(default=None, ge=0, le=104)
    excludes_lactation: YesNo | None = None


class Population(Node):
    """The eligible participants; every worst case is taken over these bounds."""

    description: Prose | None = None
    weight_min: BodyWeight | None = None
    weight_max: BodyWeight | None = None
    age_min: Age | None = None
    age_max: Age | None = None
    bmi_min: BodyMassIndex | None = None
    bmi_max: BodyMassIndex | None = None
    is_seeking_treatment: YesNo | None = None
    criteria: tuple[Criterion, ...] = ()
    pregnancy: PregnancyPolicy = PregnancyPolicy()
    recruitment: Prose | None = None
    rescreening: Prose | None = None
    lifestyle_restrictions: Prose | None = None

    @model_validator(mode="after")
    def _bounds_are_in_order(self) -> Self:
        for low, high, what in (
            (self.weight_min, self.weight_max, "weight"),
            (self.age_min, self.age_max, "age"),
            (self.bmi_min, self.bmi_max, "body mass index"),
        ):
            if low is not None and high is not None and high < low:
                raise ValueError(
                    f"the highest {what} ({high.printed()}) is below the lowest ({low.printed()}); "
                    "swap or mend them"
                )
        return self
