/// The commands on the store as a whole and on jimg itself, one class each.
@NullMarked
package io.jimg.cli.system;

import org.jspecify.annotations.NullMarked;
