"""The look of everything published: one width and one palette for page and figure alike.

Every colour stands at 3:1 or more against white, those that words are written in at 4.5:1 (WCAG
2.1, 1.4.3 and 1.4.11), and none carries a meaning alone: a label always stands at the mark. The
colours differ in lightness as well as in hue, so that they stay apart for who sees no red, green
or blue.
"""

STYLE = "hertoets.publish.style.hertoets"
"""The Matplotlib style sheet, to be used as a context."""

TEXT_WIDTH_INCHES = 7.5
"""Width of the report's column; a figure is drawn at exactly this width (96 pixels an inch)."""

INK = "#1b2733"
SOFT_INK = "#55606e"
RULE = "#d5dae0"
PAPER = "#ffffff"

PALETTE: dict[str, str] = {
    "blue": "#1b62d0",
    "vermilion": "#b0401c",
    "teal": "#053f3c",
    "purple": "#6b3888",
    "ochre": "#c9820e",
    "grey": "#868b90",
}
"""Named colours of marks; any two stay apart with each form of colour blindness."""

WRITTEN = ("vermilion",)
"""The colours of the palette that words may be written in."""
