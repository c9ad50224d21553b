/// The tree that `images --tree` prints.
@NullMarked
package io.jimg.output.tree;

import org.jspecify.annotations.NullMarked;
