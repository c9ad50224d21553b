/// Who is believed to be a registry, and what a registry that asks is shown.
@NullMarked
package io.jimg.registry.tls;

import org.jspecify.annotations.NullMarked;
