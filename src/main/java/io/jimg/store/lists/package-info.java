/// Manifest lists that are put together by hand, until they are pushed.
@NullMarked
package io.jimg.store.lists;

import org.jspecify.annotations.NullMarked;
