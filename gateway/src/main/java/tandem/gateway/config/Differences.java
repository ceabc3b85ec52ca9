package tandem.gateway.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Which keys two configurations differ in; keys without effect in this build are left out. */
public final class Differences {
    private Differences() {}

    /** Their paths, such as {@code sip.udp}; a list of sections, such as {@code rooms}, is one. */
    public static List<String> between(Config before, Config now) {
        List<String> paths = new ArrayList<>();
        collect("", before, now, paths);
        paths.removeIf(ConfigChecks::later);
        return List.copyOf(paths);
    }

    private static void collect(String above, Record before, Record now, List<String> paths) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            String path = above + Keys.kebab(component.getName());
            Object was = value(component, before);
            Object is = value(component, now);
            boolean section = component.getType().getEnclosingClass() == Config.class;
            if (section && was instanceof Record wasSection && is instanceof Record isSection) {
                collect(path + ".", wasSection, isSection, paths);
            } else if (!was.equals(is)) {
                paths.add(path);
            }
        }
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record of ours cannot be read: " + of.getClass(), impossible);
        }
    }
}
