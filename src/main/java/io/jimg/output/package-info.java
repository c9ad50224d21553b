/// Results to text: rows, inspect trees, tables, progress and human units.
@NullMarked
package io.jimg.output;

import org.jspecify.annotations.NullMarked;
