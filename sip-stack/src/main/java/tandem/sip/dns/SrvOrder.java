package tandem.sip.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tandem.sip.dns.DnsData.Srv;

/** The order of SRV records: by priority, and among equals drawn by weight (RFC 2782). */
final class SrvOrder {
    private SrvOrder() {}

    static List<Srv> of(List<Srv> records, RandomGenerator random) {
        Map<Integer, List<Srv>> byPriority = new TreeMap<>();
        for (Srv each : records) {
            byPriority
                    .computeIfAbsent(each.priority(), priority -> new ArrayList<>())
                    .add(each);
        }
        List<Srv> ordered = new ArrayList<>(records.size());
        for (List<Srv> equals : byPriority.values()) {
            equals.sort(Comparator.comparingInt(Srv::weight));
            while (!equals.isEmpty()) {
                ordered.add(draw(equals, random));
            }
        }
        return ordered;
    }

    private static Srv draw(List<Srv> equals, RandomGenerator random) {
        int sum = equals.stream().mapToInt(Srv::weight).sum();
        int drawn = random.nextInt(sum + 1);
        int running = 0;
        for (int i = 0; i < equals.size(); i++) {
            running += equals.get(i).weight();
            if (running >= drawn) {
                return equals.remove(i);
            }
        }
        return equals.removeLast();
    }
}
