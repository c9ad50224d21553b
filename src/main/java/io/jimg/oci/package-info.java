/// The OCI image-spec data model, its JSON and its digests; knows nothing of names, disks or HTTP.
@NullMarked
package io.jimg.oci;

import org.jspecify.annotations.NullMarked;
