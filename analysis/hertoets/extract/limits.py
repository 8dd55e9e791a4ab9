"""How much an extract may hold: beyond these a file is damaged, a trap, or no table of ours.

Each number is far above what the registers can deliver and far below what harms a machine.
"""

MOST_COLUMNS = 1_000
"""Columns of a table. The widest here has ten; an export of a whole register some hundreds."""

MOST_ROWS = 50_000_000
"""Rows of a table. The Netherlands has 18 million people; some hundred thousand came under the
Act, with a handful of rows each."""

MOST_PARTS = 10_000
"""Files of a table that is delivered in parts. Limits of rows and bytes hold for each part."""

MOST_TOGETHER = 20
"""Times as many rows and bytes may all parts of a table hold: ten rows each of a hundred million
invented people."""

MOST_UNPACKED_BYTES = 8 << 30
"""Bytes of one table once unpacked: 50 million rows of 160 bytes."""

MOST_EXPANSION = 200
"""How many times larger than its file a table may become. Registers shrink 5 to 20 times."""

EXPANSION_FROM_BYTES = 64 << 20
"""Below this size a table may be as repetitive as it likes."""

MOST_ROW_BYTES = 1 << 20
"""Bytes of one row of a CSV, remarks in other columns included."""

MOST_CELL_BYTES = 1_000
"""Bytes of one cell in a column of the contract: dates, codes and pseudonyms are short."""

MOST_META_BYTES = 64 << 10
"""Bytes of ``extract.toml``, which holds four lines."""
