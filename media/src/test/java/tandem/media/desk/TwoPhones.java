package tandem.media.desk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of a desk begin with: one that runs, and two phones. */
class TwoPhones {
    final DeskFixture.Facts facts = new DeskFixture.Facts();
    DeskFixture desk;
    TestPhone ann;
    TestPhone bob;

    @BeforeEach
    void open() throws Exception {
        desk = new DeskFixture();
        ann = new TestPhone(0x0A0A0A0A);
        bob = new TestPhone(0x0B0B0B0B);
    }

    @AfterEach
    void close() {
        ann.close();
        bob.close();
        desk.close();
    }
}
