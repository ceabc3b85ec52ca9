package tandem.gateway.config;

import java.util.List;

/** What is wrong with where calls are recorded. */
final class DatabaseChecks {
    private static final String POSTGRESQL = "jdbc:postgresql://";
    private static final int FEWEST_CALLS = 1;

    private DatabaseChecks() {}

    static void faults(Config.Database database, Origins origins, List<ConfigFault> faults) {
        boolean file = database.url().equals("sqlite");
        boolean server = database.url().startsWith(POSTGRESQL)
                && database.url().length() > POSTGRESQL.length()
                && database.url().indexOf('/', POSTGRESQL.length()) > 0;
        if (!file && !server) {
            faults.add(origins.fault(
                    "database.url", "is to be sqlite, or an address such as " + POSTGRESQL + "host:5432/tandem"));
        }
        if (database.url().contains("password=")) {
            faults.add(origins.fault("database.url", "a password stands in database.password, not here"));
        }
        if (file && database.username().isPresent()) {
            faults.add(origins.fault("database.username", "is for PostgreSQL; sqlite is a file and knows no users"));
        }
        if (file && database.password().isPresent()) {
            faults.add(origins.fault("database.password", "is for PostgreSQL; sqlite is a file and knows no users"));
        }
        if (database.keep().isZero()) {
            faults.add(origins.fault("database.keep", "is to be a span of time such as 90d"));
        }
        if (database.keepCalls() < FEWEST_CALLS) {
            faults.add(origins.fault("database.keep-calls", "is to be at least " + FEWEST_CALLS));
        }
    }
}
