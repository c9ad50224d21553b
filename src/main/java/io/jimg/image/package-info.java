/// What is done with images, one class an operation: records out, never text.
@NullMarked
package io.jimg.image;

import org.jspecify.annotations.NullMarked;
