/// Work on images that takes a while: on several threads at once, with word of how far it is. Most
/// of it is measuring layers.
@NullMarked
package io.jimg.image.work;

import org.jspecify.annotations.NullMarked;
