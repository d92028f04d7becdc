"""What money and decisions do to sustainability: templates, assessments, follow-up."""
