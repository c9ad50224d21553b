/// What every command is made of: its flags and their dialect, what was asked, the wiring to the
/// packages that do the work, failures and their exit codes.
@NullMarked
package io.jimg.cli.frame;

import org.jspecify.annotations.NullMarked;
