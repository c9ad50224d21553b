/// jimg beside the real programs, on the same images.
@NullMarked
package io.jimg.peers;

import org.jspecify.annotations.NullMarked;
