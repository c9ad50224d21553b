/// The language of templates: tokens, nodes, and the parser that refuses what Go's refuses.
@NullMarked
package io.jimg.template.parse;

import org.jspecify.annotations.NullMarked;
