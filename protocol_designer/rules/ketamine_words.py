"""How messages name what one session of ketamine counts."""

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.wording import word
from protocol_designer.rules.view import TrialView


def session_words(view: TrialView, regimen: DrugRegimen) -> str:
    """Return words such as ``IV in one session``; several routes are said to be counted as if given IV."""
    routes = sorted(word(route) for route in view.routes_of_session(regimen) if route is not None)
    if len(routes) == 1:
        return f"{routes[0]} in one session"
    return f"in one session ({' and '.join(routes)} added up as if given IV)"
