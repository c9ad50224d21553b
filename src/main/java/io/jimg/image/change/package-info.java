/// `--change`: Dockerfile instructions applied to the configuration of an image.
@NullMarked
package io.jimg.image.change;

import org.jspecify.annotations.NullMarked;
