/// Rows, columns and the formats that lists are printed in, whatever is listed.
@NullMarked
package io.jimg.output.table;

import org.jspecify.annotations.NullMarked;
