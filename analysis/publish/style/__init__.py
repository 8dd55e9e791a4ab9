"""The look of everything published: one width and one palette for page and figure alike.

Every colour stands at 3:1 or more against white (WCAG 2.1, 1.4.11) and none carries a meaning
alone: a label always stands at the mark.
"""

STYLE = "analysis.publish.style.hertoets"
"""The Matplotlib style sheet, to be used as a context."""

TEXT_WIDTH_INCHES = 7.5
"""Width of the report's column; a figure is drawn at exactly this width (96 pixels an inch)."""

INK = "#1b2733"
SOFT_INK = "#55606e"
RULE = "#d5dae0"
PAPER = "#ffffff"

PALETTE: dict[str, str] = {
    "blue": "#0b5c94",
    "vermilion": "#c2410c",
    "teal": "#0f766e",
    "purple": "#7e3f98",
    "ochre": "#8f6a00",
    "grey": "#6b7580",
}
"""Named colours, told apart with the common forms of colour blindness."""
