"""`make bench`: measure what a refresh costs, in pairs with the script that one would write instead. Start in cases.py."""
