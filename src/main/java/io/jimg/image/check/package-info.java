/// Whether a store is sound, and what can be done where it is not.
@NullMarked
package io.jimg.image.check;

import org.jspecify.annotations.NullMarked;
