package tandem.gateway.records;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;

/** Which database records are kept in. The statements of this package are such that both understand them. */
public interface Storage {
    /** A new connection, with nothing done by itself: each transaction is committed. */
    Connection open() throws SQLException;

    /** The statement that lets one gateway at a time bring the schema up to date, where several share the database. */
    default Optional<String> migrationLock() {
        return Optional.empty();
    }

    /** A file of ours. */
    record Sqlite(Path file) implements Storage {
        private static final Logger log = LoggerFactory.getLogger(Sqlite.class);
        private static final String PREFIX = "jdbc:sqlite:";

        @Override
        public Connection open() throws SQLException {
            ownersAlone();
            Connection connection = JDBC.createConnection(PREFIX + file, new Properties());
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 5000"); // somebody else may look into the file
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL"); // survives our end; not the machine's last moment
            } catch (SQLException unusable) {
                connection.close();
                throw unusable;
            }
            connection.setAutoCommit(false);
            return connection;
        }

        /** Who called whom is nobody else's business; what SQLite puts beside the file is as readable as the file. */
        private void ownersAlone() {
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException there) {
                log.trace("{} is there", file);
            } catch (IOException | UnsupportedOperationException unlike) {
                log.debug("{} is made by SQLite: {}", file, unlike.toString());
            }
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** A server. */
    record Postgres(String url, Optional<String> username, Optional<String> password) implements Storage {
        /** What its addresses begin with. */
        public static final String PREFIX = "jdbc:postgresql:";

        private static final String MIGRATION_LOCK = "SELECT pg_advisory_xact_lock(7426377)";
        private static final String CONNECT_S = "5";
        private static final String ANSWER_S = "15";

        @Override
        public Connection open() throws SQLException {
            Properties properties = new Properties();
            username.ifPresent(name -> properties.setProperty("user", name));
            password.ifPresent(word -> properties.setProperty("password", word));
            properties.setProperty("connectTimeout", CONNECT_S);
            properties.setProperty("loginTimeout", CONNECT_S);
            properties.setProperty("socketTimeout", ANSWER_S);
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("ApplicationName", "tandem");
            properties.setProperty("reWriteBatchedInserts", "true");
            Connection connection = DriverManager.getConnection(url, properties);
            connection.setAutoCommit(false);
            return connection;
        }

        @Override
        public Optional<String> migrationLock() {
            return Optional.of(MIGRATION_LOCK);
        }

        @Override
        public String toString() {
            int query = url.indexOf('?'); // a password may stand behind it
            return query < 0 ? url : url.substring(0, query);
        }
    }
}
