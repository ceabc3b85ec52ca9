/** The B2BUA core: legs, calls and rooms, in no protocol's terms. */
@NullMarked
package tandem.call;

import org.jspecify.annotations.NullMarked;
