# Callers spread over ten rooms, each staying for five seconds with a 1 kHz tone.
SCENARIO=room-call
USERS="1000 1001 1002 1003 1004 1005 1006 1007 1008 1009"
RATE=10           # calls a second
LIMIT=100         # at most so many up at once
CALLS=300         # in all
