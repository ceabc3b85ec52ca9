/** BFCP on invented time and invented wires. */
@NullMarked
package tandem.sip.bfcp;

import org.jspecify.annotations.NullMarked;
