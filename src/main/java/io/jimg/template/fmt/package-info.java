/// Go's fmt: verbs, flags and the printing of any value, to the byte.
@NullMarked
package io.jimg.template.fmt;

import org.jspecify.annotations.NullMarked;
