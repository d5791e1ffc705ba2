"""Who answers for an article: named, CODEOWNERS, or who knows it best."""
