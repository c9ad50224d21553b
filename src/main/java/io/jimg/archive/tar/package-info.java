/// The tar format: entries out of blocks, with all that GNU and PAX have put on top of it.
@NullMarked
package io.jimg.archive.tar;

import org.jspecify.annotations.NullMarked;
