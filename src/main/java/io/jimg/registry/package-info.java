/// The OCI distribution API over HTTP: manifests, blobs, tags and authentication.
@NullMarked
package io.jimg.registry;

import org.jspecify.annotations.NullMarked;
