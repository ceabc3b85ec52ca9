package tandem.media.codec;

/** The tables of ITU-T G.722, named as in the recommendation. */
final class G722 {
    /** Coefficients of the quadrature mirror filters, every second of them. */
    static final int[] QMF = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    /** Samples that the filters remember. */
    static final int PAST = 22;

    /** Decision levels of the lower band. */
    static final int[] Q6 = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219,
        1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    static final int[] QM2 = {-7408, -1616, 7408, 1616};

    static final int[] QM4 = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0
    };

    static final int[] QM6 = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576,
        -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040,
        -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };

    private static final int[] WL = {-60, -30, 58, 172, 334, 538, 1198, 3042};
    private static final int[] RL42 = {0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0};
    private static final int[] WH = {0, -214, 798};
    private static final int[] RH2 = {2, 1, 2, 1};

    private G722() {}

    /** What both ends do with the lower band's code, of which four bits count. */
    static void followLower(G722Band band, int four) {
        int difference = (band.det * QM4[four]) >> 15;
        band.scale(WL[RL42[four]]);
        band.predict(difference);
    }

    /** What both ends do with the higher band's code. */
    static void followHigher(G722Band band, int two) {
        int difference = (band.det * QM2[two]) >> 15;
        band.scale(WH[RH2[two]]);
        band.predict(difference);
    }
}
