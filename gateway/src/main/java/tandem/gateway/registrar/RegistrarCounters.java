package tandem.gateway.registrar;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the registrar counts. Written on the signalling loop, read from any thread. */
public final class RegistrarCounters {
    /** Contacts that are registered now. */
    public final AtomicInteger contacts = new AtomicInteger();

    /** Devices that are registered now. */
    public final AtomicInteger devices = new AtomicInteger();

    /** REGISTERs that were granted. */
    public final AtomicLong granted = new AtomicLong();

    /** REGISTERs that were asked for credentials. */
    public final AtomicLong challenged = new AtomicLong();

    /** REGISTERs that were refused. */
    public final AtomicLong refused = new AtomicLong();

    /** REGISTERs that were granted and could not be stored. */
    public final AtomicLong unstored = new AtomicLong();
}
