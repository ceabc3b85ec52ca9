package tandem.call;

/** Which door a leg uses. */
public enum Protocol {
    SIP,
    H323,
    WEBRTC
}
