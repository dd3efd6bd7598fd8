"""Room 3: from tables and figures to the document's content; it knows no output format."""
