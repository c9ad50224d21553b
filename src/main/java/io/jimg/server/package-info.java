/// The distribution protocol, served: behind it a store, or memory with faults in front.
@NullMarked
package io.jimg.server;

import org.jspecify.annotations.NullMarked;
