"""A release as a PDF on the office's letterhead: tagged (PDF/UA-1), made on first need or ahead of time, and kept.

``sheet`` says what stands on it, ``child`` draws it in a process of its own, ``keeping`` makes each only once, ``ahead`` before
anybody asks. Needs WeasyPrint and Pango, which ``installed`` looks for; without them there is no PDF and nothing else missing.
"""
