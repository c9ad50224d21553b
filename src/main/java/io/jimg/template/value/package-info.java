/// Values as a Go program has them, and what it knows of their types.
@NullMarked
package io.jimg.template.value;

import org.jspecify.annotations.NullMarked;
