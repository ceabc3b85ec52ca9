# Calls through the B2BUA to a SIPp of our own, without media: the dial plan of the gateway must send 9... to CALLEE, as in
#   rules: [{name: load, when: {to: '9\d*'}, go: {address: 'sip:$0@127.0.0.1:5070'}}]
SCENARIO=-        # SIPp's own: INVITE, 180, 200, ACK, BYE
USERS="900"
CALLEE=5070
RATE=200
LIMIT=400
CALLS=4000
