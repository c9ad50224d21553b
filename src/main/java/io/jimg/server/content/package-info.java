/// What a registry can have behind it: the local store, or memory.
@NullMarked
package io.jimg.server.content;

import org.jspecify.annotations.NullMarked;
