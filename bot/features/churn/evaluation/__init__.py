"""How well it is known who goes quiet, measured on what came later."""
