"""Variant sprawl: most cases take a way through the steps that hardly any other case takes."""
