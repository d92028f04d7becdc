"""Tables from outside: bytes of a CSV or Excel file in, checked columns out.

Knows neither Django nor the database. What is wrong is told as codes with
parameters (``problems``); ``common.problem_texts`` turns them into sentences.
"""
