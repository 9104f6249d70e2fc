"""Courses: catalogue, profiles, models, suggestion, explanation, evaluation."""
