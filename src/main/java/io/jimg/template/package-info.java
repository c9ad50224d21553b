/// Go's text/template; knows nothing of images or Docker.
@NullMarked
package io.jimg.template;

import org.jspecify.annotations.NullMarked;
