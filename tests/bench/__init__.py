"""`make bench`: what a refresh costs, in pairs with the script that one would write instead. No test needs it."""
