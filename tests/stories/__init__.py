"""Ten stories of a person with Pagelight, played in the real window with the real engine: see `__main__`."""
