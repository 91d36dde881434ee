"""The probing alarm: the office is told when somebody looks for what is not public.

On 26 November 2025 a forecast of the United Kingdom's budget was read an hour early, because its file's name could be
guessed: 44 tries from 05:16, and the one that worked at 11:35. Here a guess gets nothing. But that somebody guesses is news.

Read in this order: ``names`` reads a name as a person would, ``resembling`` says what a request resembles, ``watchlist`` what
is looked after, ``recorder`` takes requests in without delaying an answer, ``counting`` decides when there is an alert.
"""
