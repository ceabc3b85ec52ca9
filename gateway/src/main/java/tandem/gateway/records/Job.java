package tandem.gateway.records;

import java.sql.SQLException;

/** Something to be written, on the records thread within its next transaction. */
interface Job {
    /** Writes it. May be run again where the transaction failed. */
    void write(Session session) throws SQLException;

    /** What it is about: of two jobs of one transaction about the same only the later is done, and the other never told of. */
    default Object about() {
        return this;
    }

    /**
     * Whether it has been stored; on the records thread. Only the first word counts: what could not be stored at once may be later,
     * when the database is back.
     */
    default void onDone(boolean stored) {}
}
