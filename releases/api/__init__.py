"""The API: what is public, as JSON, for programs that ask.

``operations`` says as data what can be asked and what is answered; ``openapi`` describes it and ``views`` answers it from
there, so that neither can promise what the other does not keep. Why these are plain views: docs/decisions/0028.
"""
