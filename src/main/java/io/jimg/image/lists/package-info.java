/// Manifest lists put together by hand: looked up, made, changed and pushed. Records out, never
/// text, but for the list itself, whose text is its content.
@NullMarked
package io.jimg.image.lists;

import org.jspecify.annotations.NullMarked;
