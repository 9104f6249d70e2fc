"""Questions and answers: asked, answered, accepted, and found again when somebody asks once more."""
