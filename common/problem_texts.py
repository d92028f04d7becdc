"""What is wrong with a file, in the reader's words.

``common.tabular`` and the sources tell problems as codes; here they become
sentences that say what is wrong and what to do.
"""

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from common.tabular.problems import Problem

LISTED = 50
"""How many problems a command prints before it only counts."""

_FILES = {
    "no_such_file": _("There is no such file."),
    "is_a_folder": _("This is a folder, not a file."),
    "may_not_read": _("The file may not be read."),
    "file_too_large": _("The file is %(size)s; at most %(limit)s is read."),
    "old_or_locked_excel": _(
        "This is an older Excel file (.xls) or one with a password. "
        "Save it as .xlsx without a password, or as CSV UTF-8."
    ),
    "utf16": _("The text is UTF-16. Save the file as “CSV UTF-8”."),
    "empty_file": _("The file is empty."),
    "nul_byte": _("Byte %(byte)s is NUL: this is no text file."),
    "wrong_encoding": _(
        "Byte %(byte)s is not UTF-8. The file seems to be saved in an older "
        "encoding. In Excel, choose “CSV UTF-8” when you save."
    ),
    "too_many_rows": _("The file has %(rows)s rows; at most %(limit)s are read."),
    "too_many_columns": _("The file has %(columns)s columns; at most %(limit)s are read."),
    "broken_quotes": _("A quotation mark is opened and not closed as it should be."),
    "no_header": _("The first row must hold the names of the columns."),
    "no_sheet": _("The workbook has no sheet."),
    "broken_workbook": _("The workbook is damaged and cannot be read."),
    "not_a_workbook": _("This is no Excel workbook (.xlsx)."),
    "workbook_bomb": _("The workbook unpacks to far more than its size; it is not opened."),
    "missing_column": _(
        "The file lacks these required columns: %(missing)s. It has: %(found)s."
    ),
    "no_rows": _("There are no rows below the names of the columns."),
    "column_twice": _("This column stands twice."),
    "ragged_row": _("The row has %(cells)s cells, but there are %(columns)s columns."),
    "unknown_column": _("This column is not known and is left out."),
    "zeros_restored": _("Leading zeros were put back in %(rows)s rows."),
}
_CELLS = {
    "empty_cell": _("The cell must not be empty."),
    "not_a_number": _("“%(text)s” is not a number."),
    "number_with_comma": _(
        "“%(text)s” has a decimal comma, but commas separate the columns here. "
        "Write a point, or save with semicolons."
    ),
    "number_with_point": _(
        "“%(text)s” has a point, but other numbers in this file have a decimal comma."
    ),
    "mark_for_missing": _(
        "“%(text)s” is not a number. Leave the value empty and say why in the column status."
    ),
    "not_finite": _("“%(text)s” is not a finite number."),
    "out_of_range": _("“%(text)s” is not between %(low)s and %(high)s."),
    "not_a_whole_number": _("“%(text)s” is not a whole number."),
    "not_a_year": _("“%(text)s” is not a year."),
    "year_out_of_range": _("The year “%(text)s” is not between %(low)s and %(high)s."),
    "not_a_flag": _("“%(text)s” is neither 1 (yes) nor 0 (no)."),
    "not_a_date": _("“%(text)s” is not a date. Write 2026-12-31 or 31.12.2026."),
    "not_a_choice": _("“%(text)s” is not one of: %(allowed)s."),
    "too_long": _("The text has %(length)s characters; at most %(limit)s fit."),
    "not_a_country": _("“%(text)s” is not a country code of two letters."),
    "not_a_unit_code": _("“%(text)s” is not a municipality code."),
    "not_four_digits": _("“%(text)s” is not a municipality code of four digits."),
    "not_a_county_code": _("“%(text)s” is not a county code."),
    "not_a_profile": _("“%(text)s” is not the name of a profile."),
    "not_profiles": _("“%(text)s” is not a list of profiles, such as default;extended."),
    "not_an_indicator_code": _(
        "“%(text)s” is not an indicator code: letters a to z, digits, point, "
        "hyphen and underscore, at most 60."
    ),
    "not_a_target": _("“%(text)s” is not the number of a target, such as 13.2."),
    "not_an_address": _("“%(text)s” is not a web address."),
}
_ROWS = {
    "duplicate_row": _("The same row stands in row %(first)s already (%(key)s)."),
    "county_half_given": _("Give both the code and the name of the county, or neither."),
    "county_two_names": _(
        "County %(code)s is called “%(first)s” in an earlier row and “%(second)s” here."
    ),
    "ends_before_start": _("It must end after it starts."),
    "decision_without_body": _("Say which body made the decision."),
    "network_closed": _("The network is closed and can no longer be changed."),
    "no_address_name": _("“%(text)s” cannot be the name of a network."),
    "value_missing": _("Give a value, or say in the column status why there is none."),
    "status_with_value": _("This status says that there is no value, but there is one."),
    "status_needs_value": _("This status belongs to a value, but there is none."),
    "negative": _("This must not be negative."),
    "trend_ends_before_start": _("The trend must not end before it starts."),
    "best_equals_worst": _("Best and worst are both %(value)s: they must differ."),
    "threshold_half_given": _("Give both green and red, or neither."),
    "middle_without_thresholds": _("Middle needs green and red."),
    "thresholds_against_direction": _(
        "Green (%(green)s) and red (%(red)s) do not go the same way as "
        "best (%(best)s) and worst (%(worst)s)."
    ),
    "middle_outside_thresholds": _(
        "Middle (%(middle)s) is not between green (%(green)s) and red (%(red)s)."
    ),
    "goal_not_in_framework": _("Goal %(goal)s is not one of the framework's goals."),
    "unknown_target": _("There is no target %(text)s."),
    "unknown_profile": _("The framework has no profile “%(text)s”. It has: %(allowed)s."),
    "unknown_municipality": _("There is no municipality %(country)s %(text)s."),
    "unknown_indicator": _("There is no indicator “%(text)s”."),
    "municipality_not_yours": _(
        "You may not import figures for municipality %(country)s %(text)s."
    ),
}
_SETTINGS = {
    "broken_toml": _("This is not valid TOML: %(text)s"),
    "unknown_setting": _("This setting is not known. Known are: %(allowed)s."),
    "wrong_setting": _("“%(text)s” will not do; it must be %(asked)s."),
    "setting_missing": _("This setting is missing."),
    "role_once": _("Exactly one dimension must have the role %(role)s."),
    "indicator_once": _(
        "Name the indicator either here or by a dimension with the role indicator."
    ),
}
_SERVICES = {
    "service_unreachable": _("The service cannot be reached (%(detail)s): %(url)s"),
    "service_status": _("The service answered %(status)s: %(url)s"),
    "service_broken_body": _("The service's answer was cut off or is not JSON: %(url)s"),
    "service_repeats_page": _("The service gives the same page again: %(url)s"),
    "service_odd_shape": _("The service's answer does not have the shape it should: %(url)s"),
    "service_points_elsewhere": _("The service points to another host: %(url)s"),
    "service_odd_entry": _("An entry of the service lacks what it should have: %(text)s"),
    "service_other_cells": _(
        "The service gave other codes for %(dimension)s than those asked for: %(url)s"
    ),
    "nothing_selected": _("No code of the dimension %(dimension)s is wanted."),
    "dimension_unsaid": _("The table has a dimension %(dimension)s; say what it means."),
    "no_such_dimension": _("The table has no dimension %(dimension)s. It has: %(found)s."),
    "no_such_code": _("The dimension %(dimension)s has no code “%(text)s”."),
    "period_no_year": _("The code “%(text)s” of the dimension %(dimension)s is not a year."),
    "gender_unknown": _("The code “%(text)s” of the dimension %(dimension)s is not T, K or M."),
    "no_kolada_indicators": _(
        "The framework has no indicators with a code of Kolada, such as N00945."
    ),
    "no_framework": _("There is no framework “%(text)s”."),
    "no_municipalities": _("There are no municipalities of %(country)s yet."),
}
TEXTS = _FILES | _CELLS | _ROWS | _SETTINGS | _SERVICES
_IN_BYTES = {"file_too_large"}


def sentence(problem: Problem) -> str:
    """Say what is wrong, in the active language."""
    params = dict(problem.params)
    if problem.code in _IN_BYTES:
        params = {name: filesizeformat(value) for name, value in params.items()}
    return str(TEXTS[problem.code]) % params


def line(name: str, problem: Problem) -> str:
    """Write ``FILE:ROW: COLUMN: what is wrong``; row and column as far as there are any."""
    place = f"{name}:{problem.row}" if problem.row else name
    column = f" {problem.column}:" if problem.column else ""
    return f"{place}:{column} {sentence(problem)}"


def lines(name: str, problems: Iterable[Problem]) -> list[str]:
    """Write a line for each problem."""
    return [line(name, problem) for problem in problems]
