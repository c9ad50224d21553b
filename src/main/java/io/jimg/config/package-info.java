/// Docker's config.json, credentials and helpers, and jimg's own settings.
@NullMarked
package io.jimg.config;

import org.jspecify.annotations.NullMarked;
