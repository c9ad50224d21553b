/// What is known of images and blobs, and where it is kept: memories that may be lost at any time.
@NullMarked
package io.jimg.store.facts;

import org.jspecify.annotations.NullMarked;
