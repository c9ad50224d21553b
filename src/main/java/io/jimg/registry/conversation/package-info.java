/// One question to a registry and its answer: finding it, tokens, redirects, mirrors, signing in.
@NullMarked
package io.jimg.registry.conversation;

import org.jspecify.annotations.NullMarked;
