"""Room 4: from a notebook to HTML, PDF, Word and the folder of a month; it knows no ledger column."""
