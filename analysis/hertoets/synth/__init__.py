"""A synthetic extract: invented people, drawn from published figures and stated assumptions."""

from hertoets.synth.write import write_synthetic_extract

__all__ = ["write_synthetic_extract"]
