package tandem.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import tandem.base.Loop;

/**
 * Tells when one of some files has been saved: looked at once a second by a virtual thread, told when it has stayed as it is for
 * one look, so that a file half written is not read. Editors that write a new file and rename it are followed.
 */
final class FileWatch {
    private static final long EVERY_NS = 1_000_000_000L;

    private final Loop loop;
    private final Saved saved;
    private List<Path> files;
    private List<Optional<Stamp>> told;
    private List<Optional<Stamp>> seen;

    /** What comes of a file that was saved. */
    interface Saved {
        /** One was; on a thread of its own. The files to look at from now on. */
        List<Path> onSaved();
    }

    private record Stamp(long modifiedNs, long size, String key) {}

    /** Watches those files as they are now. */
    FileWatch(Loop loop, List<Path> files, Saved saved) {
        this.loop = loop;
        this.files = List.copyOf(files);
        this.saved = saved;
        this.told = stamps(files);
        this.seen = told;
    }

    /** Begins; it ends with the loop. On the loop. */
    void begin() {
        loop.after(EVERY_NS, () -> Thread.ofVirtual().name("file-watch").start(this::look));
    }

    private void look() {
        try {
            List<Optional<Stamp>> now = stamps(files);
            boolean settled = now.equals(seen) && !now.equals(told);
            seen = now;
            if (settled) {
                told = now;
                List<Path> next = saved.onSaved();
                if (!next.equals(files)) {
                    files = List.copyOf(next);
                    told = stamps(files);
                    seen = told;
                }
            }
        } finally {
            loop.post(this::begin);
        }
    }

    private static List<Optional<Stamp>> stamps(List<Path> files) {
        return files.stream().map(FileWatch::stamp).toList();
    }

    private static Optional<Stamp> stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(
                    now.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                    now.size(),
                    String.valueOf(now.fileKey())));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
