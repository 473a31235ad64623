"""The light colour of every ink: one language for the window in daylight and for the paper."""

from protocol_designer.report.display_list import Ink

LIGHT_COLOURS: dict[Ink, str] = {
    Ink.TEXT: "#1B1F27",
    Ink.MUTED: "#566070",
    Ink.HAIRLINE: "#D3D8E0",
    Ink.BAND: "#EDF0F4",
    Ink.SURFACE: "#FFFFFF",
    Ink.ACCENT: "#1F5FBF",
    Ink.HARD: "#B3261E",
    Ink.SOFT: "#8A5A00",
    Ink.ADVISORY: "#1F5FBF",
    Ink.NOT_ASSESSED: "#566070",
    Ink.STUDY_DRUG: "#0072B2",
    Ink.COMPARATOR: "#B35900",
    Ink.THERAPY: "#00795A",
    Ink.ASSESSMENT: "#566070",
    Ink.FOLLOW_UP: "#8A4F7D",
}
"""Every text and mark reaches a contrast of 4.5:1 on the surface; hairlines and bands are quieter."""
