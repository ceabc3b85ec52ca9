package tandem.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tandem.gateway.Exit;

class RouteCommandTest {
    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    private int route(String... arguments) throws Exception {
        Path file = Files.writeString(folder.resolve("t.yaml"), "access: {guests: private}\n");
        CommandLine line = new CommandLine(new RouteCommand());
        line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        String[] all = new String[arguments.length + 2];
        all[0] = "--config";
        all[1] = file.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return line.execute(all);
    }

    @Test
    void whoMayNotEnterIsToldSo() throws Exception {
        assertEquals(Exit.OK, route("--to", "1000", "--source", "203.0.113.5"));
        assertTrue(said.toString().contains("refused before the dial plan: access.guests [private]"), said.toString());
    }

    @Test
    void whoMayEnterIsNot() throws Exception {
        assertEquals(Exit.OK, route("--to", "1000"));
        assertTrue(!said.toString().contains("refused before"), said.toString());
    }

    @Test
    void aWrongAddressIsAWrongCommand() throws Exception {
        assertEquals(Exit.WRONG, route("--to", "1000", "--source", "nonsense"));
        assertTrue(said.toString().contains("--source: 'nonsense' is no IP address"), said.toString());
    }
}
