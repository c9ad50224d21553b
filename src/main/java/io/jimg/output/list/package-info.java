/// The lists, one class each: which columns they have, and what a row of each is called.
@NullMarked
package io.jimg.output.list;

import org.jspecify.annotations.NullMarked;
