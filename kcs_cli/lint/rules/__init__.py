"""The rules of the content standard, one module each.

A module has a `check` and a `RULE` that names it (see `section_empty` for a short one). `check(page, world, options)`
yields a `Spot(line, message)` for each thing that is wrong; the engine reads the file, silences, counts and prints.

Of `page` a rule asks `text`, `lines`, `article` (None where the front matter cannot be read), `sections`, `headings`,
`links`, `prose` (without code), `keys` (the lines of the fields) and `before`; of `world` all other articles: `by_name`,
`by_path`. The two examples of a `RULE` are its tests, and stand in the documentation. A new rule is listed in
`lint/registry.py`.
"""
