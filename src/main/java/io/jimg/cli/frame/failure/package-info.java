/// Failures as a command ends with them: how they are told, and with which exit code.
@NullMarked
package io.jimg.cli.frame.failure;

import org.jspecify.annotations.NullMarked;
