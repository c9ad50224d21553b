/// Tar streams: layers, and docker and OCI archives in and out.
@NullMarked
package io.jimg.archive;

import org.jspecify.annotations.NullMarked;
