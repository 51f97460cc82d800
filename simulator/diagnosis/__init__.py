"""Diagnosis: finds out why another code's numbers differ from ours."""
