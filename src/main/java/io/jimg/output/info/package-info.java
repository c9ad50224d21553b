/// What `info` prints: Docker's rows and its Go structs, filled with what holds without an engine.
@NullMarked
package io.jimg.output.info;

import org.jspecify.annotations.NullMarked;
