"""Pure arithmetic of the improvement cycle; knows no Django."""
