/** The dial-plan language, from YAML to routes, and the shipped plans. */
@NullMarked
package tandem.dialplans;

import org.jspecify.annotations.NullMarked;
