"""The look of everything published: widths, sizes, and one colour for each meaning.

A colour means the same in every figure of the report, and no figure asks for a colour by its hue.
Marks stand at 3:1 or more against white, or have an edge that does (WCAG 2.1, 1.4.11); words are
ink. Meanings that meet in one figure differ in lightness too, so that they stay apart in grey and
for who sees no red, green or blue; and a label always stands at the mark.
"""

STYLE = "hertoets.publish.style.hertoets"
"""The Matplotlib style sheet, to be used as a context."""

TEXT_WIDTH_INCHES = 7.5
"""Width of the report's column (96 pixels an inch)."""

FIGURE_WIDTH_INCHES = 5.0
"""Width of a figure. On the narrowest telephone it is shown at 342 pixels, with `TEXT_POINTS`
letters of nine pixels."""

TEXT_POINTS = 9.5
"""The smallest letters of a figure."""

INK = "#1b2733"
SOFT_INK = "#55606e"
RULE = "#d5dae0"
PAPER = "#ffffff"

MEANINGS: dict[str, str] = {
    "right": "#0e2c5c",
    "wrong": "#c2481c",
    "open": "#644a30",
    "unknown": "#8d9298",
    "none": "#d3d9df",
    "within": "#ffffff",
    "late": "#720ab8",
    "early": "#2f9a90",
    "expected": "#5f93c4",
    "counted": "#8f1650",
    "over": "#bb3f85",
    "under": "#0c4a3a",
    "mended": "#033035",
    "underway": "#2a8ff4",
    "found": "#3f6077",
    "better": "#7a8f20",
    "worse": "#5a0f14",
}
"""The colour of each meaning: what is right, wrong, where the sources are silent (`open`), what
cannot be told (`unknown`), who falls outside or of whom nothing is shown (`none`), a start that was
stated too `late` or too `early`, persons `expected` and `counted` in a municipality, more counted
than expected (`over`), less (`under`) or neither (`within`), a notice that was `mended`, one of
which the mending is `underway`, rows that a check `found`, and who is `better` or `worse` off than
as told."""

EDGED = ("none", "within")
"""Meanings that are drawn with an edge, because their colour is pale."""
