/// Files and locks: where everything lies, how it is written, and who may change it now. Only the
/// store enters here.
@NullMarked
package io.jimg.store.disk;

import org.jspecify.annotations.NullMarked;
