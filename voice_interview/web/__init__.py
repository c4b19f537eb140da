"""The coach's pages: a web program over a folder of takes, for the browsers of this machine alone.

`server` listens on 127.0.0.1 and drops who is slow; `guard` stands before everything and refuses what does not come
from our own pages, `entrance` knows who was let in; `pages` are what people open, `api` is the same as JSON, for
programs; `shelf` reads the takes for both and remembers what it read, and `jobs` has recordings analysed by a program
of its own.
"""
