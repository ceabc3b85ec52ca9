package tandem.gateway.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.base.Clock;
import tandem.call.CallRecord;
import tandem.call.CallRecord.State;
import tandem.call.Cause;
import tandem.gateway.trunks.Spent;

/** The records thread with SQLite, and what is read back. */
class RecordsTest {
    private static final CallUpkeep.Kept MUCH = new CallUpkeep.Kept(Duration.ofDays(36_500), 1_000_000);

    @TempDir
    private Path folder;

    private Storage file() {
        return new Storage.Sqlite(folder.resolve("tandem.db"));
    }

    private static Records started(Storage storage, CallUpkeep.Kept kept) {
        Records records = new Records(storage, Clock.system(), new CallUpkeep("gw", Clock.system(), kept));
        records.start().orTimeout(10, TimeUnit.SECONDS).join();
        return records;
    }

    /** Waits until all that was handed in is stored. */
    private static boolean stored(Records records) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        boolean taken = records.add(new Job() {
            @Override
            public void write(Session session) {}

            @Override
            public void onDone(boolean stored) {
                done.complete(stored);
            }
        });
        return taken && done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private List<CallRecord> found(CallFilter filter, int most) throws Exception {
        try (Reader reader = new Reader(file())) {
            return new PastCalls(reader, "gw").find(filter, most);
        }
    }

    private static List<String> ids(List<CallRecord> calls) {
        return calls.stream().map(CallRecord::id).toList();
    }

    @Test
    void aCallIsReadBackAsItWasWritten() throws Exception {
        CallRecord call = Sample.ended("a", 0);
        try (Records records = started(file(), MUCH)) {
            records.add(new CallRows("gw", Sample.up("a", 0)));
            records.add(new CallRows("gw", call));
            assertTrue(stored(records));
        }
        assertEquals(List.of(call), found(CallFilter.ALL, 10));
        try (Reader reader = new Reader(file())) {
            assertEquals(Optional.of(call), new PastCalls(reader, "gw").find("a"));
            assertEquals(Optional.empty(), new PastCalls(reader, "other").find("a"));
        }
    }

    @Test
    void tellsWhatWentOutByTrunksSince() throws Exception {
        try (Records records = started(file(), MUCH)) {
            records.add(new CallRows("gw", Sample.ended("in", 100)));
            records.add(new CallRows("gw", Sample.endedByTrunk("b", 200)));
            records.add(new CallRows("gw", Sample.endedByTrunk("a", 100)));
            records.add(new CallRows("gw", Sample.endedByTrunk("before", 0)));
            records.add(new CallRows("other", Sample.endedByTrunk("of-another", 150)));
            assertTrue(stored(records));
        }
        Instant began = Sample.NOON.plusSeconds(100);
        try (Reader reader = new Reader(file())) {
            PastCalls calls = new PastCalls(reader, "gw");
            List<Spent> spent = calls.byTrunks(began, began.plusSeconds(200), 10);
            assertEquals(
                    new Spent("office", began, Optional.of(began.plusMillis(1_500)), began.plusSeconds(60)),
                    spent.getFirst());
            assertEquals(
                    List.of(began, began.plusSeconds(100)),
                    spent.stream().map(Spent::began).toList());
            assertEquals(
                    began.plusSeconds(100),
                    calls.byTrunks(began, began.plusSeconds(200), 1).getFirst().began(),
                    "the newest");
            assertEquals(1, calls.byTrunks(began, began.plusSeconds(100), 10).size());
        }
    }

    @Test
    void listsTheNewestFirstPageByPage() throws Exception {
        try (Records records = started(file(), MUCH)) {
            IntStream.range(0, 25).forEach(i -> records.add(new CallRows("gw", Sample.ended("c" + i, i / 2))));
            assertTrue(stored(records));
        }
        List<String> all = new ArrayList<>();
        Optional<CallFilter.Cursor> after = Optional.empty();
        for (int page = 0; page < 3; page++) {
            List<CallRecord> found = found(
                    new CallFilter(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            after.flatMap(c -> CallFilter.Cursor.read(c.text()))),
                    10);
            all.addAll(ids(found));
            after = Optional.of(CallFilter.Cursor.of(found.getLast()));
        }
        assertEquals(25, all.size());
        assertEquals(25, all.stream().distinct().count());
        assertEquals("c24", all.getFirst());
        assertEquals("c0", all.getLast());
    }

    @Test
    void filtersByTimeRoomCauseAndNumber() throws Exception {
        try (Records records = started(file(), MUCH)) {
            records.add(new CallRows("gw", Sample.ended("a", 0)));
            records.add(new CallRows("gw", Sample.call("b", 10, State.ENDED, Optional.of(Cause.BUSY), "+4930_1")));
            records.add(new CallRows("gw", Sample.up("live", 5)));
            assertTrue(stored(records));
        }
        assertEquals(List.of("b", "a"), ids(found(CallFilter.ALL, 10)));
        assertEquals(List.of("b"), ids(found(filter("from", "2026-01-27T12:00:05Z"), 10)));
        assertEquals(List.of("a"), ids(found(filter("to", "2026-01-27T12:00:05Z"), 10)));
        assertEquals(List.of("b", "a"), ids(found(filter("room", "1000"), 10)));
        assertEquals(List.of(), ids(found(filter("room", "1' OR '1'='1"), 10)));
        assertEquals(List.of("b"), ids(found(filter("cause", "BUSY"), 10)));
        assertEquals(List.of("a"), ids(found(filter("number", "1000"), 10)));
        assertEquals(List.of("b", "a"), ids(found(filter("number", "101"), 10)));
        assertEquals(List.of("b"), ids(found(filter("number", "+4930_*"), 10)));
        assertEquals(List.of(), ids(found(filter("number", "+49300*"), 10)));
    }

    /** What the API takes for one that began so, the database takes too. */
    private static CallFilter filter(String name, String value) {
        Optional<String> given = Optional.of(value);
        return new CallFilter(
                given.filter(v -> name.equals("from")).map(Instant::parse),
                given.filter(v -> name.equals("to")).map(Instant::parse),
                given.filter(v -> name.equals("room")),
                given.filter(v -> name.equals("cause")).map(Cause::valueOf),
                given.filter(v -> name.equals("number")),
                Optional.empty());
    }

    @Test
    void whatWasUpWhenTheGatewayWasKilledIsClosedAtTheNextStart() throws Exception {
        try (Records records = started(file(), MUCH)) {
            records.add(new CallRows("gw", Sample.up("cut", 0)));
            records.add(new CallRows("other", Sample.up("theirs", 0)));
            records.add(new CallRows("gw", Sample.ended("done", 0)));
            assertTrue(stored(records));
        }
        try (Records records = started(file(), MUCH)) {
            assertTrue(stored(records));
        }
        CallRecord cut = found(filter("cause", "GATEWAY_STOPPED"), 10).getFirst();
        assertEquals("cut", cut.id());
        assertEquals("gateway stopped", cut.words());
        assertTrue(cut.ended().orElseThrow().isAfter(cut.answered().orElseThrow()));
        assertEquals(Optional.of(Cause.GATEWAY_STOPPED), cut.legs().getFirst().cause());
        assertEquals(List.of("done", "cut"), ids(found(CallFilter.ALL, 10)));
        assertEquals("1", asked("SELECT COUNT(*) FROM calls WHERE gateway = 'other' AND ended IS NULL"));
    }

    private String asked(String sql) throws SQLException {
        try (Connection connection = file().open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void whatIsTooOldOrTooManyIsDeletedInSteps() throws Exception {
        try (Records records = started(file(), MUCH)) {
            IntStream.range(0, 1_100).forEach(i -> records.add(new CallRows("gw", Sample.ended("c" + i, i))));
            records.add(new CallRows("gw", Sample.up("live", -100)));
            assertTrue(stored(records));
        }
        Turned clock = new Turned();
        try (Session session = new Session(file().open())) {
            CallUpkeep upkeep = new CallUpkeep("gw", clock, new CallUpkeep.Kept(Duration.ofDays(36_500), 50));
            clock.after(1);
            assertTrue(upkeep.turn(session));
            session.connection().commit();
            assertEquals("601", asked("SELECT COUNT(*) FROM calls"));
            assertFalse(upkeep.turn(session));
            clock.after(1);
            upkeep.turn(session);
            clock.after(1);
            upkeep.turn(session);
            session.connection().commit();
        }
        assertEquals("51", asked("SELECT COUNT(*) FROM calls"));
        assertEquals("51", asked("SELECT COUNT(*) FROM legs"));
        assertEquals("1", asked("SELECT COUNT(*) FROM calls WHERE id = 'live'"));
        clock.epochMs = Sample.NOON.plus(Duration.ofDays(2)).toEpochMilli();
        try (Session session = new Session(file().open())) {
            CallUpkeep upkeep = new CallUpkeep("gw", clock, new CallUpkeep.Kept(Duration.ofDays(1), 1_000_000));
            clock.after(1);
            upkeep.turn(session);
            session.connection().commit();
        }
        assertEquals("1", asked("SELECT COUNT(*) FROM calls"));
    }

    /** A clock that a test turns. */
    private static final class Turned implements Clock {
        private long nowNs;
        private long epochMs = Sample.NOON.toEpochMilli();

        void after(long seconds) {
            nowNs += seconds * 1_000_000_000L;
        }

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public long epochMs() {
            return epochMs;
        }
    }

    @Test
    void aRecordTheDatabaseDoesNotTakeCostsNoOther() throws Exception {
        try (Records records = started(file(), MUCH)) {
            records.add(new CallRows("gw", Sample.ended("a", 0)));
            records.add(session -> {
                throw new SQLException("not this one");
            });
            records.add(session -> {
                throw new IllegalStateException("nor this");
            });
            records.add(new CallRows("gw", Sample.ended("b", 1)));
            assertTrue(stored(records));
            assertEquals(2, records.counters().unwritable());
        }
        assertEquals(List.of("b", "a"), ids(found(CallFilter.ALL, 10)));
    }

    @Test
    void whatIsHandedInWhileTheDatabaseIsAwayIsWrittenWhenItIsBack() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        Storage flaky = new Storage() {
            @Override
            public Connection open() throws SQLException {
                if (away.get()) {
                    throw new SQLException("nobody there");
                }
                return file().open();
            }
        };
        try (Records records = started(flaky, MUCH)) {
            away.set(true);
            records.add(session -> {
                if (away.get()) {
                    session.close();
                    throw new SQLException("the connection is gone");
                }
            });
            assertFalse(stored(records));
            records.add(new CallRows("gw", Sample.ended("a", 0)));
            assertTrue(records.away());
            away.set(false);
            boolean first = stored(records); // it may still be told with those before it
            assertTrue(first || stored(records));
            assertFalse(records.away());
        }
        assertEquals(List.of("a"), ids(found(CallFilter.ALL, 10)));
    }

    @Test
    void recordsWaitWhileAnotherHoldsTheDatabase() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Records records = started(file(), MUCH)) {
            records.add(session -> {
                if (tries.incrementAndGet() <= 2) {
                    throw new SQLException("database is locked", "", /* SQLITE_BUSY */ 5);
                }
            });
            records.add(new CallRows("gw", Sample.ended("a", 0)));
            for (int i = 0; i < 40 && !stored(records); i++) {
                LockSupport.parkNanos(200_000_000L);
            }
            assertEquals(3, tries.get());
            assertEquals(0, records.counters().unwritable());
        }
        assertEquals(List.of("a"), ids(found(CallFilter.ALL, 10)));
    }

    @Test
    void aRecordThatCostsTheConnectionEachTimeCostsNoOther() throws Exception {
        try (Records records = started(file(), MUCH)) {
            records.add(session -> {
                session.close();
                throw new SQLException("the connection is gone");
            });
            records.add(new CallRows("gw", Sample.ended("a", 0)));
            for (int i = 0; i < 20 && !stored(records); i++) {
                LockSupport.parkNanos(200_000_000L);
            }
            assertEquals(1, records.counters().unwritable());
        }
        assertEquals(List.of("a"), ids(found(CallFilter.ALL, 10)));
    }

    @Test
    void aFullQueueDropsAndCounts() throws Exception {
        CompletableFuture<Void> held = new CompletableFuture<>();
        try (Records records = started(file(), MUCH)) {
            CompletableFuture<Void> writing = new CompletableFuture<>();
            records.add(session -> {
                writing.complete(null);
                held.join();
            });
            writing.join();
            int taken = 0;
            for (int i = 0; i < 30_000; i++) {
                taken += records.add(session -> {}) ? 1 : 0;
            }
            assertEquals(10_000, taken);
            assertEquals(30_000 - taken, records.counters().full());
            held.complete(null);
        }
    }

    @Test
    void aDatabaseOfALaterVersionIsLeftAlone() throws Exception {
        started(file(), MUCH).close();
        try (Connection connection = file().open();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO schema_version (version) VALUES (99)");
            connection.commit();
        }
        CompletionException refused = assertThrows(CompletionException.class, () -> started(file(), MUCH));
        assertTrue(String.valueOf(refused.getMessage()).contains("later Tandem"), refused.getMessage());
    }

    @Test
    void aFolderThatIsNotThereIsToldInWords() {
        Storage nowhere = new Storage.Sqlite(folder.resolve("missing/tandem.db"));
        CompletionException refused = assertThrows(CompletionException.class, () -> started(nowhere, MUCH));
        assertTrue(String.valueOf(refused.getMessage()).contains("missing"), refused.getMessage());
    }
}
