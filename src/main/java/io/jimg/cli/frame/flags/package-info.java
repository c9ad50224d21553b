/// Flags and operands: what there may be, in which dialect they are typed, and what was typed.
@NullMarked
package io.jimg.cli.frame.flags;

import org.jspecify.annotations.NullMarked;
