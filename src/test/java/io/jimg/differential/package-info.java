/// The same command lines for the real Docker and for jimg, from the same registry.
@NullMarked
package io.jimg.differential;

import org.jspecify.annotations.NullMarked;
