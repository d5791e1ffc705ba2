"""Text that an article shows of other files: searched under the article, never run."""
