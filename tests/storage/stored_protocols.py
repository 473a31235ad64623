"""Protocols and texts for property tests of storage: small trees with everything that is awkward to write."""

from hypothesis import strategies as st

from protocol_designer.domain.trial import TrialProtocol

ODD_CHARACTERS = st.characters(
    blacklist_categories=("Cc", "Cs"),
    whitelist_characters="\u2028\u200f\u00a0\"\\'<&>%$;",
)


def _is_a_line(text: str) -> bool:
    try:
        TrialProtocol.model_validate({"identity": {"full_title": text}})
    except ValueError:
        return False
    return True


lines = st.text(ODD_CHARACTERS, min_size=1, max_size=40).filter(_is_a_line)


def _protocol(titles: list[str], weights: tuple[int, int], arms: list[str], prose: str) -> TrialProtocol:
    low, high = sorted(weights)
    return TrialProtocol.model_validate(
        {
            "identity": {"full_title": titles[0], "short_title": titles[1]},
            "population": {"weight_min": f"{low} kg", "weight_max": f"{high}.5 kg"},
            "arms": [{"id": f"arm-{number}", "name": name} for number, name in enumerate(arms)],
            "design": {"rationale": prose},
        }
    )


protocols = st.builds(
    _protocol,
    st.lists(lines, min_size=2, max_size=2),
    st.tuples(st.integers(30, 200), st.integers(30, 200)),
    st.lists(lines, max_size=4),
    lines.flatmap(lambda line: st.integers(1, 30).map(lambda times: line * times)).filter(_is_a_line),
)

json_values = st.recursive(
    st.booleans()
    | st.integers(-5, 5)
    | st.text("ab ", max_size=3)
    | st.text("xy", min_size=201, max_size=210),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "steps", "amount"]), inner, max_size=3)
        | st.lists(
            st.fixed_dictionaries(
                {"id": st.sampled_from(["arm-1", "arm-2", "arm-3"])}, optional={"name": inner}
            ),
            max_size=4,
        )
    ),
    max_leaves=12,
)
