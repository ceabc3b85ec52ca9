package tandem.sip.bfcp;

import java.util.Optional;

/**
 * REQUEST-STATUS and STATUS-INFO (RFC 8855 5.2.5, 5.2.9), as OVERALL-REQUEST-STATUS and FLOOR-REQUEST-STATUS hold them.
 *
 * @param status how far the request has come; empty where it is not said
 * @param queuePosition place in the queue from 1, or 0 where there is none
 * @param info a text for people
 */
public record StatusDetail(Optional<RequestStatus> status, int queuePosition, Optional<String> info) {
    /** Nothing said. */
    public static final StatusDetail NONE = new StatusDetail(Optional.empty(), 0, Optional.empty());

    /** That status and nothing more. */
    public static StatusDetail of(RequestStatus status) {
        return new StatusDetail(Optional.of(status), 0, Optional.empty());
    }
}
