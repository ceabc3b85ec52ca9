package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tandem.gateway.cli.Commands;

class VersionTest {
    @Test
    void theVersionIsThePoms() throws Exception {
        Matcher version = Pattern.compile("<version>([0-9.]+)(-SNAPSHOT)?</version>")
                .matcher(Files.readString(Path.of("..", "pom.xml")));
        assertTrue(version.find());
        assertEquals(version.group(1), Version.TEXT);
    }

    @Test
    void theLauncherTellsIt() {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertEquals(Exit.OK, Commands.run("--version"));
        } finally {
            System.setOut(before);
        }
        assertEquals(
                "tandem " + Version.TEXT, out.toString(StandardCharsets.UTF_8).strip());
    }
}
