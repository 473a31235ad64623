"""Whatever a site formulary file holds, it is used whole or refused in one sentence."""

import json
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from protocol_designer.formulary.loading import UnusableFormulary, load_formulary
from protocol_designer.formulary.merging import put_over
from protocol_designer.formulary.site import site_formulary_from
from tests.formulary.site_files import LOOSER_THAN_LABEL, STRICTER, TODAY, site
from tests.formulary.test_site import OWN_DRUG, OWN_LIMIT, OWN_PRODUCT

SHIPPED = load_formulary()
WHOLE = site(
    changes=[STRICTER, LOOSER_THAN_LABEL], drugs=[OWN_DRUG], limits=[OWN_LIMIT], products=[OWN_PRODUCT]
)
PATHS = [
    ("name",), ("issued_on",), ("sign_off",), ("sign_off", "signed_on"), ("changes",), ("changes", 0),
    ("changes", 0, "limit"), ("changes", 0, "shipped"), ("changes", 0, "value"),
    ("changes", 1, "accepted_by"),
    ("drugs", 0, "id"), ("drugs", 0, "name"), ("limits", 0, "value"), ("limits", 0, "level"),
    ("products", 0, "drug"), ("products", 0, "product"), ("sources",),
]  # fmt: skip
WRITTEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["0.5 mg/kg", "1e3 mg", "½ mg/kg", "0.5 mg/kg\n", "9999-12-31", "ketamine", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip


def taken_or_refused(text: str) -> None:
    path = Path("site.json")
    said = ""
    try:
        found = put_over(SHIPPED, site_formulary_from(text, path, TODAY), path)
    except UnusableFormulary as refusal:
        said = str(refusal)
    if said:
        assert said.startswith("The site formulary site.json cannot be used: ")
        assert len(said) < 700
        return
    assert found.base is not None
    for change in found.changes:
        assert change.accepted_by or not change.effect.must_be_signed
        assert found.limit(change.shipped.key).value.unit is change.shipped.value.unit


@settings(max_examples=250)
@given(st.sampled_from(PATHS), WRITTEN)
def test_a_spoiled_value_is_taken_whole_or_refused(path: tuple[Any, ...], value: object) -> None:
    record = json.loads(json.dumps(WHOLE))
    holder = record
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    taken_or_refused(json.dumps(record))


@given(st.text(max_size=60))
def test_any_text_is_refused(text: str) -> None:
    taken_or_refused(text)


def test_the_whole_example_is_taken() -> None:
    found = put_over(SHIPPED, site_formulary_from(json.dumps(WHOLE), Path("x.json"), TODAY), Path("x.json"))
    assert len(found.changes) == 2
