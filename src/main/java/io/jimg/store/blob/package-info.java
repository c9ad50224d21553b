/// Content by digest: how it comes in, how it is read, and what keeps it from being swept.
@NullMarked
package io.jimg.store.blob;

import org.jspecify.annotations.NullMarked;
