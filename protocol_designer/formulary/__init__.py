"""What is known of drugs: products, limits with evidence grade and citation, interactions. Judges nothing."""
