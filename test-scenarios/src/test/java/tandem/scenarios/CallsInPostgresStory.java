package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Postgres;
import tandem.scenarios.kit.RecordTables;
import tandem.scenarios.kit.Sipp;

/** Records of calls in a server of their own, which may go away and come back. */
class CallsInPostgresStory {
    private static String database(Postgres server) {
        return "database: {url: '" + server.url() + "', username: " + server.user() + ", password: '"
                + server.password() + "'}\n";
    }

    private static Postgres server;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        server = Postgres.start();
        gateway = GatewayProcess.startWith(
                CallsOnRecordStory.TO_A_PORT + TransferredCalls.RULES + TrunkCallsStory.RULES,
                database(server) + TransferredCalls.devices() + TrunkCallsStory.NO_TRUNKS,
                TransferredCalls.environment());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        server.close();
    }

    @Test
    void callsThatArePutThroughAndThatGoByASecondTrunk() {
        RecordTables tables = RecordTables.of(server);
        try (TransferredCalls calls = new TransferredCalls(gateway)) {
            calls.tell().assertOnRecord(tables);
        }
        try (Sipp first = Sipp.scenario("uas-503").start();
                Sipp second = Sipp.scenario("uas-answer").start()) {
            gateway.reconfigured(database(server) + TransferredCalls.devices() + TrunkCallsStory.trunks(first, second));
            TrunkCallsStory.assertSecondTrunkTook(gateway, tables);
        }
    }

    @Test
    void callsAreOnRecordThereAlsoThoseOfWhenItWasAway() {
        CallsOnRecordStory.assertBridged(RecordTables.of(server), CallsOnRecordStory.bridged(gateway));
        server.kill();
        String meanwhile = CallsOnRecordStory.bridged(gateway);
        assertEquals("ended", gateway.callTo(meanwhile).required("state").asText());
        server.restart();
        Patience.require(
                "the call of when it was away is on record",
                Duration.ofSeconds(20),
                () -> RecordTables.of(server)
                                .rows("SELECT id FROM calls WHERE dialled = ?", meanwhile)
                                .size()
                        == 1);
        CallsOnRecordStory.assertBridged(RecordTables.of(server), meanwhile);
        assertTrue(gateway.get("/v1/calls?limit=1").contains(meanwhile));
        assertTrue(gateway.log().stream().anyMatch(line -> line.contains("is back")));
    }
}
