package tandem.sip.bfcp;

/**
 * One message.
 *
 * @param header whose, and of which transaction
 * @param body its primitive with its attributes
 */
public record BfcpMessage(Header header, Body body) {
    /** What the message is for. */
    public Primitive primitive() {
        return body.primitive();
    }
}
