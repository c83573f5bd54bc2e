"""Serves training; empty here, so that scripts which import it for both keep working."""
