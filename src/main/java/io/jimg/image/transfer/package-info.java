/// Images out of registries into the store, and out of the store into registries.
@NullMarked
package io.jimg.image.transfer;

import org.jspecify.annotations.NullMarked;
