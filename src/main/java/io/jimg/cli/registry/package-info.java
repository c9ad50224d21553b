/// The commands that speak with registries, or as one, one class each.
@NullMarked
package io.jimg.cli.registry;

import org.jspecify.annotations.NullMarked;
