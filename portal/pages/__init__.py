"""What the pages say: stored numbers in, words and printed numbers out. No database."""
