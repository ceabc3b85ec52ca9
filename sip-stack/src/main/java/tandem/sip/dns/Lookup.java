package tandem.sip.dns;

import java.util.function.Consumer;

/** Asks one question. On the loop; the answer comes on the loop, at once where it is known. */
interface Lookup {
    /** Asks for the records of that type at that name. */
    void ask(DnsData.Type type, String name, Consumer<Answer> then);
}
