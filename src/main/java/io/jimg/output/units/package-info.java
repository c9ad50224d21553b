/// Sizes, ages and local times, in the forms that people read.
@NullMarked
package io.jimg.output.units;

import org.jspecify.annotations.NullMarked;
