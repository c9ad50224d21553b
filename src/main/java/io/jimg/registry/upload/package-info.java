/// Bringing content into registries.
@NullMarked
package io.jimg.registry.upload;

import org.jspecify.annotations.NullMarked;
