"""Predicted plasma concentrations from published models: for planning and pictures, never for a judgement."""
