/// What registries answer: refusals in words, challenges, and what is tried again.
@NullMarked
package io.jimg.registry.answer;

import org.jspecify.annotations.NullMarked;
