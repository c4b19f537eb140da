"""The table of a cohort: on a terminal, as CSV, as a page."""
