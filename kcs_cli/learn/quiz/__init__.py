"""Customers' questions: can you find the article?"""
