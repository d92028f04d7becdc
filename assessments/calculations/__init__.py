"""Pure arithmetic of assessments; knows no database and no clock."""
