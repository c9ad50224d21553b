/// What goes: names, the images that lose their last one, and what nobody has a use for.
@NullMarked
package io.jimg.image.removal;

import org.jspecify.annotations.NullMarked;
