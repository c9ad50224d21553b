/// What every command is made of: what it is given, the process around it, and the wiring to the
/// packages that do the work.
@NullMarked
package io.jimg.cli.frame;

import org.jspecify.annotations.NullMarked;
