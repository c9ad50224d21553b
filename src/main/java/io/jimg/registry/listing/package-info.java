/// What registries list: tags, and what a search finds.
@NullMarked
package io.jimg.registry.listing;

import org.jspecify.annotations.NullMarked;
