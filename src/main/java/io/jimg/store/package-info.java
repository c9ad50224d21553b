/// The OCI image layout on disk, as a whole: opened, kept in order and swept. Its parts are rooms
/// of
/// their own.
@NullMarked
package io.jimg.store;

import org.jspecify.annotations.NullMarked;
