package tandem.base;

/** The machine's clock. */
enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public long epochMs() {
        return System.currentTimeMillis();
    }
}
