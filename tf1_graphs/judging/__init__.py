"""Judges published figures by what runs measured."""
