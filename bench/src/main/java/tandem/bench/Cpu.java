package tandem.bench;

/**
 * Processor time.
 *
 * @param ms used in all
 * @param compilerMs of that by the threads that compile for the JVM, which come to rest in a process that runs for long
 */
record Cpu(double ms, double compilerMs) {
    /** How far the figure is the compiler's, for its line. */
    String words() {
        return String.format("the JVM's compiler's share of the CPU %.1f %%", ms == 0 ? 0 : 100 * compilerMs / ms);
    }
}
