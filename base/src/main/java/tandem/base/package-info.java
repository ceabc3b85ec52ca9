/** Loops, clocks and timers: the ground every module stands on, with no domain noun in it. */
@NullMarked
package tandem.base;

import org.jspecify.annotations.NullMarked;
