package tandem.gateway.records;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tandem.base.Loop;
import tandem.gateway.registrar.BindingStore;

/** A gateway's database, wired: one thread that writes, one that reads, and who has something to say to either. */
public final class Database implements AutoCloseable {
    private static final String FILE = "tandem.db";

    private final Records records;
    private final Reader reader;
    private final BindingRows bindings;
    private final CallRecorder recorder;
    private final PastCalls pastCalls;

    private Database(Storage storage, String gateway, Loop loop, CallUpkeep.Kept kept) {
        records = new Records(storage, loop.clock(), new Beginning(new CallUpkeep(gateway, loop.clock(), kept)));
        bindings = new BindingRows(records, gateway, loop);
        reader = new Reader(storage);
        recorder = new CallRecorder(records, gateway, loop);
        pastCalls = new PastCalls(reader, gateway);
    }

    /** The file of a gateway with that data folder. */
    public static Storage file(Path data) {
        return new Storage.Sqlite(data.resolve(FILE));
    }

    /** Records that go there, of the gateway with that data folder, and are kept so long and so many. */
    public static Database of(Storage storage, Path data, Loop loop, Duration span, int calls) throws IOException {
        return new Database(storage, GatewayId.of(data), loop, new CallUpkeep.Kept(span, calls));
    }

    /** What there is to do when it is open, before anything is written. */
    private final class Beginning implements Records.Upkeep {
        private final CallUpkeep upkeep;

        Beginning(CallUpkeep upkeep) {
            this.upkeep = upkeep;
        }

        @Override
        public void begin(Session session) throws SQLException {
            upkeep.begin(session);
            bindings.read(session);
        }

        @Override
        public boolean turn(Session session) throws SQLException {
            return upkeep.turn(session);
        }
    }

    /** Opens it and brings its tables up to date; fails in words where that cannot be. */
    public CompletableFuture<Void> start() {
        return records.start();
    }

    /** Who writes calls down. */
    public CallRecorder recorder() {
        return recorder;
    }

    /** Where registrations outlive the process. */
    public BindingStore bindings() {
        return bindings;
    }

    /** Calls that have ended. */
    public PastCalls pastCalls() {
        return pastCalls;
    }

    /** What was counted. */
    public RecordsCounters counters() {
        return records.counters();
    }

    /** Writes what waits, within a moment. */
    @Override
    public void close() {
        reader.close();
        records.close();
    }
}
