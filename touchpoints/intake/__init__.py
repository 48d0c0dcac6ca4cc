"""How answers come in: the shape of one answer, whatever road it takes."""
