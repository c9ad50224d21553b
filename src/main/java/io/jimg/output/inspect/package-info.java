/// What `inspect` prints of an image: JSON as the engine writes it, or a template on either of its
/// two forms.
@NullMarked
package io.jimg.output.inspect;

import org.jspecify.annotations.NullMarked;
