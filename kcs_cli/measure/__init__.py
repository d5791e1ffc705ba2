"""Figures over a period, each with how it is made (`kcs report`)."""
