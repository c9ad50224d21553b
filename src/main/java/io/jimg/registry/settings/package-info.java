/// How registries are talked to, as whoever makes a client says.
@NullMarked
package io.jimg.registry.settings;

import org.jspecify.annotations.NullMarked;
