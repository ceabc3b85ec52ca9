package tandem.sip.bfcp;

import java.util.List;

/** What some octets turned out to be. */
public sealed interface Reading {
    /** A message. */
    record Whole(BfcpMessage message) implements Reading {}

    /** A part of a message that was too long for a datagram (RFC 8855 6.2.3). */
    final class Fragment implements Reading {
        private final Header header;
        private final int primitiveOctet;
        private final int totalOctets;
        private final int offset;
        private final byte[] part;

        Fragment(Header header, int primitiveOctet, int totalOctets, int offset, byte[] part) {
            this.header = header;
            this.primitiveOctet = primitiveOctet;
            this.totalOctets = totalOctets;
            this.offset = offset;
            this.part = part;
        }

        /** The header of the whole message. */
        public Header header() {
            return header;
        }

        /** The primitive as it stands in the header. */
        int primitiveOctet() {
            return primitiveOctet;
        }

        /** Octets of the whole message without its common header. */
        public int totalOctets() {
            return totalOctets;
        }

        /** Octets of the whole message, without its common header, before this part. */
        public int offset() {
            return offset;
        }

        /** The part's octets. */
        byte[] part() {
            return part;
        }
    }

    /**
     * A message to be refused by that Error, where it is no response itself.
     *
     * @param header as far as it could be read
     * @param answerable whether it may be a request, so that an Error is due
     * @param error the Error
     */
    record Refused(Header header, boolean answerable, Body.ErrorReply error) implements Reading {
        /** The attributes it is refused for. */
        public List<Integer> unknownAttributes() {
            return error.unknownAttributes();
        }
    }

    /** Nothing that has a header. */
    record Dropped(String why) implements Reading {}
}
