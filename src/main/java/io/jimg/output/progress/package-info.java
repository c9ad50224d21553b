/// How far a transfer, or other long work, is: lines of a log, or bars on a terminal.
@NullMarked
package io.jimg.output.progress;

import org.jspecify.annotations.NullMarked;
