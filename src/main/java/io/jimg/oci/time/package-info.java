/// Times and durations as Go reads and writes them: image configs are documents of Go programs.
@NullMarked
package io.jimg.oci.time;

import org.jspecify.annotations.NullMarked;
