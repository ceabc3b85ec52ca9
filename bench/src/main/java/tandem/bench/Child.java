package tandem.bench;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of ours with a folder of its own: both leave with us, also when we are told to end early. */
final class Child implements AutoCloseable {
    private static final long ENDING_MS = 60_000;

    private final Process process;
    private final Path folder;
    private final Thread lastResort = Thread.ofPlatform().name("end-child").unstarted(this::end);

    Child(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        try {
            Runtime.getRuntime().addShutdownHook(lastResort);
        } catch (
                IllegalStateException
                        ending) { // started while we end: nobody else would stop it, nor keep the next from starting
            end();
            Waiting.pass(ENDING_MS);
        }
    }

    /** In good order if it will. */
    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(8, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        Folders.delete(folder);
    }

    @Override
    public void close() {
        try {
            if (Runtime.getRuntime().removeShutdownHook(lastResort)) {
                end();
            }
        } catch (IllegalStateException ending) {
            System.err.println("# ended early"); // the hook does it
        }
    }
}
