/// The program: which commands there are, how a command line finds its command, and the process
/// around it. The commands themselves are in `image`, `registry` and `system`, what they are made
/// of in `frame`. Nothing here knows of HTTP, JSON or paths inside the store.
@NullMarked
package io.jimg.cli;

import org.jspecify.annotations.NullMarked;
