"""A report says a sentence once: what an earlier piece has said, a later one leaves out.

A notebook stands by itself and says all that its reader needs; put one after another, they would
say much of it again. Only running text is looked at: paragraphs, remarks and lists, never a table
nor what stands around a picture.
"""

import re
from typing import Final

from markupsafe import Markup

_TEXT: Final = re.compile(
    r'<(?P<tag>p|li)(?: class="note")?(?: data-findings="[\w ]*")?>(?P<text>[^<]+)</(?P=tag)>'
)
_NEXT: Final = re.compile(r"(?<=[.!?])(?<!\bnr\.)(?<!\bart\.)\s+(?=[A-Z“‘])")
_TOLD: Final = re.compile(r"<!--told-->(?P<block>.*?)<!--/told-->", re.DOTALL)
"""A block of paragraphs, between the marks that its template sets."""
_ENDS: Final = (".", "!", "?")
_FEWEST_WORDS: Final = 4
"""A shorter sentence is a label, and what no mark ends is none: each may stand in every part."""


class Once:
    """Remembers what was said, from the first piece of a report to the last."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def piece(self, html: Markup) -> Markup:
        """Leave out of a piece what was said before it.

        Parameters
        ----------
        html : Markup
            As the templates of the blocks made it.

        Returns
        -------
        Markup
            Without paragraphs, and blocks of them, in which nothing is left.
        """
        # Made of what templates made, and nothing else.
        return Markup(_TOLD.sub(_with_something_told, _TEXT.sub(self._paragraph, html)))

    def _paragraph(self, match: re.Match[str]) -> str:
        left = [s for s in _NEXT.split(match["text"].strip()) if self._is_new(s)]
        if not left:
            return ""
        return match[0].replace(match["text"], " ".join(left))

    def _is_new(self, sentence: str) -> bool:
        if len(sentence.split()) < _FEWEST_WORDS or not sentence.endswith(_ENDS):
            return True
        key = " ".join(sentence.split())
        new = key not in self._said
        self._said.add(key)
        return new


def _with_something_told(match: re.Match[str]) -> str:
    """The block without its marks; nothing where no paragraph is left of it."""
    return match["block"] if _TEXT.search(match["block"]) else ""
