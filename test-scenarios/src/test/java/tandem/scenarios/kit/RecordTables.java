package tandem.scenarios.kit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables a gateway writes, read as anybody may. */
public final class RecordTables {
    private final String url;
    private final Properties login = new Properties();

    private RecordTables(String url) {
        this.url = url;
    }

    /** Those in the file of that gateway. */
    public static RecordTables of(GatewayProcess gateway) {
        return new RecordTables("jdbc:sqlite:" + gateway.data().resolve("tandem.db"));
    }

    /** Those in that server. */
    public static RecordTables of(Postgres server) {
        RecordTables tables = new RecordTables(server.url());
        tables.login.setProperty("user", server.user());
        tables.login.setProperty("password", server.password());
        return tables;
    }

    /** Changes what is written there; how many rows. */
    public int change(String update, String... values) {
        try (Connection connection = DriverManager.getConnection(url, login);
                PreparedStatement statement = prepared(connection, update, values)) {
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(update, failed);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, String... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        return statement;
    }

    /** What the statement selects, each row by its columns; what is absent is left out. */
    public List<Map<String, String>> rows(String select, String... values) {
        try (Connection connection = DriverManager.getConnection(url, login);
                PreparedStatement statement = prepared(connection, select, values)) {
            List<Map<String, String>> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(select, failed);
        }
    }

    private static Map<String, String> row(ResultSet found) throws SQLException {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            String value = found.getString(i);
            if (value != null) {
                row.put(found.getMetaData().getColumnLabel(i), value);
            }
        }
        return row;
    }

    /** The only call to that number, once it has ended and its last figures are in. */
    public Map<String, String> ended(String dialled) {
        String select = "SELECT * FROM calls WHERE dialled = ? AND ended IS NOT NULL";
        Patience.require(
                "the call to " + dialled + " is on record",
                Duration.ofSeconds(10),
                () -> rows(select, dialled).size() == 1);
        return rows(select, dialled).getFirst();
    }

    /** The call of that id, once it has ended. */
    public Map<String, String> endedById(String id) {
        String select = "SELECT * FROM calls WHERE id = ? AND ended IS NOT NULL";
        Patience.require(
                "call " + id + " is on record",
                Duration.ofSeconds(10),
                () -> rows(select, id).size() == 1);
        return rows(select, id).getFirst();
    }

    /** The other calls that belong to that one, each as its kind and its id. */
    public Set<String> links(Map<String, String> call) {
        return rows("SELECT kind, other FROM links WHERE call = ?", call.getOrDefault("id", "")).stream()
                .map(row -> row.get("kind") + " " + row.get("other"))
                .collect(Collectors.toSet());
    }

    /** The legs of that call in their order. */
    public List<Map<String, String>> legs(Map<String, String> call) {
        return rows("SELECT * FROM legs WHERE call = ? ORDER BY number", call.getOrDefault("id", ""));
    }
}
