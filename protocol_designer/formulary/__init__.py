"""What is known of drugs: products, limits with evidence grade and citation, a site's own over ours."""
