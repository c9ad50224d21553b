/// The names: index.json, the entries in it, and the log that it can be made from again.
@NullMarked
package io.jimg.store.index;

import org.jspecify.annotations.NullMarked;
