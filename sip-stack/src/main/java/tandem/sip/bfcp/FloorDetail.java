package tandem.sip.bfcp;

/**
 * FLOOR-REQUEST-STATUS (RFC 8855 5.2.17): what a request came to for one of its floors.
 *
 * @param floorId 16 bits
 * @param detail what is said of it
 */
public record FloorDetail(int floorId, StatusDetail detail) {}
