"""The page in the browser: a thin front over the package's functions. It decides nothing and stores nothing of its own.

A page is a function of a ``Visit`` (what was asked for, and the institution it is about) that gives a response:
``page`` fills a template of templates/web/, ``redirect`` sends the browser on, ``download`` hands out a file. It is
one line in the table of ``routes``: the method, the address, the function. ``menu`` lists the tabs.

A page that changes something is a POST. Its form carries the fingerprint of the file it was made from
(``Visit.seen``), and what it saves goes through the same function of the core as the command line's. When somebody
changed the file meanwhile, that function raises ChangedMeanwhile and the page answers with ``conflict_page``: 409 and
both texts. Every other failure is left to rise: ``faults`` turns it into a page. What takes longer than a second is a
``Job``, which works in the background and tells how far it is.

``gate`` stands before all of it: nothing that did not come from a page of this very server gets past. Text is
escaped by the templates; no page builds markup itself.
"""
