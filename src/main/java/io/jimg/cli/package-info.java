/// One class a command, the wiring and the exit codes; knows nothing of HTTP, JSON or paths inside
/// the store.
@NullMarked
package io.jimg.cli;

import org.jspecify.annotations.NullMarked;
