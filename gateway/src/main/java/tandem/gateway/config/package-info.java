/** The configuration: one YAML file, the environment over it, defaults below it, read once into records. */
@NullMarked
package tandem.gateway.config;

import org.jspecify.annotations.NullMarked;
