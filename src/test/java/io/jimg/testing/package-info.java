/// What many tests stand on: real images, and a registry that can be told to misbehave.
@NullMarked
package io.jimg.testing;

import org.jspecify.annotations.NullMarked;
