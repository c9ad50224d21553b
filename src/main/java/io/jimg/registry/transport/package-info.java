/// Single exchanges over HTTP: the way to a host, how strict TLS is there, where nobody is sent to,
/// and
/// what befell a request, in words.
@NullMarked
package io.jimg.registry.transport;

import org.jspecify.annotations.NullMarked;
