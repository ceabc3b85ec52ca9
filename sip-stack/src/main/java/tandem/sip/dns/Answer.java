package tandem.sip.dns;

import java.util.List;

/** What came of one question. */
sealed interface Answer {
    /** The records, none where the name or the type does not exist. */
    record Records(List<DnsData> records) implements Answer {
        public Records {
            records = List.copyOf(records);
        }

        <T extends DnsData> List<T> of(Class<T> type) {
            return records.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    /** No server answered, or with an error of its own. */
    record Failed(String why) implements Answer {}
}
