/** The dial-plan language and the plans that are shipped. */
@NullMarked
package tandem.dialplans;

import org.jspecify.annotations.NullMarked;
