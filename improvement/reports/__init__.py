"""The texts of the reports: facts → sentences in the reader's language → Word."""
