/// The OCI image layout on disk: blobs, references, leases, locks and caches.
@NullMarked
package io.jimg.store;

import org.jspecify.annotations.NullMarked;
