/// The commands on images, one class each.
@NullMarked
package io.jimg.cli.image;

import org.jspecify.annotations.NullMarked;
