package tandem.gateway.records;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The tables and their history: each version is a file of statements that is run once, in one transaction with the note that it was.
 * A database of a later Tandem is left alone.
 */
final class Schema {
    private static final List<String> VERSIONS = List.of("schema-1.sql");

    private Schema() {}

    /** Brings the tables up to date; {@code lock} keeps others from doing so meanwhile. */
    static void migrate(Connection connection, Optional<String> lock) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (lock.isPresent()) {
                statement.execute(lock.get());
            }
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            int version = version(statement);
            if (version > VERSIONS.size()) {
                throw new SQLException("it was written by a later Tandem: its schema is version " + version
                        + ", this one knows " + VERSIONS.size());
            }
            for (int next = version; next < VERSIONS.size(); next++) {
                for (String each : statements(VERSIONS.get(next))) {
                    statement.execute(each);
                }
                statement.execute("INSERT INTO schema_version (version) VALUES (" + (next + 1) + ")");
            }
        }
        connection.commit();
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM schema_version")) {
            found.next();
            return found.getInt(1);
        }
    }

    private static List<String> statements(String file) {
        try (InputStream in = Schema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)--.*$", "");
            return List.of(text.split(";", -1)).stream()
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException(file + " cannot be read from the jar", unreadable);
        }
    }
}
