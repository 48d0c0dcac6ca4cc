"""Slides of PowerPoint: scenes as native shapes, texts and glued connectors; see ``pptx.py``."""
