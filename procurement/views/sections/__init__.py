"""Parts of the page of a need that other concepts fill: one module each.

Each has ``read(page) -> Any``: what ``templates/procurement/parts/need_<module>.html`` shows,
under the name of the module; nothing is shown where it gives None.
"""
