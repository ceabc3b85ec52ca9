package tandem.base;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A table of at most so many entries; the one that was not used for longest goes first. For one thread. */
public final class Bounded<K, V> {
    private final Map<K, V> entries;

    /** An empty one. */
    public Bounded(int most) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** What is kept for that key, which counts as a use. */
    public Optional<V> find(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** What is kept for that key; a fresh one is kept where there is none. */
    public V take(K key, Supplier<V> fresh) {
        return entries.computeIfAbsent(key, _ -> fresh.get());
    }

    /** Keeps that for that key. */
    public void put(K key, V value) {
        entries.put(key, value);
    }

    /** Keeps nothing for that key any more. */
    public void remove(K key) {
        entries.remove(key);
    }

    /** Keeps nothing any more for keys of which that is true. */
    public void removeIf(Predicate<K> keys) {
        entries.keySet().removeIf(keys);
    }

    /** How many entries there are. */
    public int size() {
        return entries.size();
    }
}
