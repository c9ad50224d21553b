/// The OCI distribution API over HTTP, as a client: what is asked of registries, and content as it
/// arrives.
@NullMarked
package io.jimg.registry;

import org.jspecify.annotations.NullMarked;
