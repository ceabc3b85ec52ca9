package tandem.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void aCallersNameCommandsNoTerminal() throws Exception {
        StringWriter out = new StringWriter();
        Output.table(
                new PrintWriter(out, true),
                new ObjectMapper().readTree("[{\"name\": \"\\u001b[2Jx\\ny\"}]"),
                "none",
                "name");
        assertEquals("name\n?[2Jx?y\n", out.toString().replace(System.lineSeparator(), "\n"));
    }
}
