/// The files that a layer leaves, as far as it takes to say how large they are.
@NullMarked
package io.jimg.archive.tree;

import org.jspecify.annotations.NullMarked;
