"""The rows of the map: one file per group of rows, all drawing on one ``Sheet``."""
