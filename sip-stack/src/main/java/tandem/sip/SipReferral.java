package tandem.sip;

import java.util.Map;
import java.util.Optional;

/**
 * A REFER of the peer's within a dialog (RFC 3515): whom it would have called, and the way it is told what came of it, by NOTIFY
 * unless it wants none (RFC 4488). On the signalling loop.
 */
public interface SipReferral {
    /** URI of whom to call, without method and headers: sip, sips or tel. */
    String target();

    /** User part of that URI, unescaped; digits of a tel URI. */
    String targetUser();

    /** Host of that URI, or empty. */
    String targetHost();

    /** The dialog whose place the INVITE is to take (RFC 3891), as the Refer-To has it. */
    Optional<SipReplaces> replaces();

    /** Further headers the Refer-To wishes for the INVITE, by name, unescaped; its Replaces is not among them. */
    Map<String, String> headers();

    /** Referred-By (RFC 3892), to be handed on as it is. */
    Optional<String> referredBy();

    /** Whether the peer is told by NOTIFY what comes of it. */
    boolean subscribed();

    /** Takes it (202), and says 100 by NOTIFY. Once; nothing after {@link #refuse}. */
    void accept();

    /** Refuses it with that status. */
    void refuse(int status, Optional<String> reason);

    /** The called party answered that provisional status. After {@link #accept}. */
    void progress(int status, String reason);

    /** What came of it, 200 to 699: the last that is told. After {@link #accept}. */
    void over(int status, String reason);
}
