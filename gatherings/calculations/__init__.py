"""Pure arithmetic of the gatherings; knows no database and no clock."""
