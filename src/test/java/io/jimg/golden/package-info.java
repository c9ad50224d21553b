/// What the real Docker printed, recorded, and jimg beside it.
@NullMarked
package io.jimg.golden;

import org.jspecify.annotations.NullMarked;
